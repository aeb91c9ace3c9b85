"""Settings: the one place that reads the environment; every name begins with BYGDEMATCH_."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator can set; the defaults serve an embedded installation."""

    model_config = SettingsConfigDict(env_prefix="BYGDEMATCH_", frozen=True)

    database_url: str = Field(default=f"sqlite:///{ROOT / 'instance' / 'bygdematch.db'}")
    """SQLAlchemy address; ``postgresql+psycopg://…`` in production."""

    catalogue: Path = ROOT / "fixtures" / "catalogue"
    """Folder from which ``bygdematch catalogue load`` reads when no other is named."""

    demo: Path = ROOT / "fixtures" / "demo"
    """Folder of the invented people, employers and vacancies."""

    encryption_key: SecretStr | None = None
    """Fernet key (or several, newest first, with commas) for the encrypted special category; none = none is stored."""
