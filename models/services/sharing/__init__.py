"""From an adviser's list to an employer: lists, the question to the person, and who said yes."""
