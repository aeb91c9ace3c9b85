"""People: taken in, registered and corrected here, searched, and looked at one by one."""
