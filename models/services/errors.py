"""What a use case says when it cannot do what it was asked: plain Norwegian, no HTTP."""

from __future__ import annotations


class ServiceError(Exception):
    """Base of everything that a use case raises on purpose; the message is for the user."""


class JobSeekerNotFound(ServiceError):
    """No such job seeker, or none who may be shown: the two can never be told apart."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Fant ingen jobbsøker med id {reference}. Sjekk id-en.")


class PersonOutOfReach(JobSeekerNotFound):
    """Somebody who exists, but is hidden or beyond the reader's reach: the answer is the same, and the try leaves a trace."""

    def __init__(self, person_id: str) -> None:
        super().__init__(person_id)
        self.person_id = person_id


class VacancyNotFound(ServiceError):
    """No such vacancy, or its source has withdrawn it."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Fant ingen stilling med id {reference}. Sjekk id-en; en stilling som er trukket, vises ikke.")


class AmbiguousReference(ServiceError):
    """A source's id that several sources use."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"Flere kilder bruker id {reference}. Bruk id-en vår (32 tegn) i stedet.")


class PurposeMissing(ServiceError):
    """A look at a person without a stated purpose."""

    def __init__(self) -> None:
        super().__init__("Oppslaget mangler formål. Oppgi hva opplysningene skal brukes til.")


class CatalogueMissing(ServiceError):
    """Nothing can be matched before a catalogue is loaded."""

    def __init__(self) -> None:
        super().__init__("Katalogen er ikke lastet. Kjør «bygdematch catalogue load» først.")


class AlreadyRunning(ServiceError):
    """Another process is doing the same job."""

    def __init__(self, job: str) -> None:
        super().__init__(f"Jobben «{job}» kjører allerede. Vent til den er ferdig, og prøv igjen.")


class RoleUnknown(ServiceError):
    """A role that the catalogue does not have."""

    def __init__(self, role: str) -> None:
        super().__init__(f"Rollen {role} finnes ikke i katalogen. Rollene heter R01 til R53; «bygdematch title» finner dem.")


class GradesUnreadable(ServiceError):
    """A folder of graded examples that lacks a file or holds a broken line."""
