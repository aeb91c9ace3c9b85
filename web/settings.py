"""Settings: the one place that reads the environment; every name begins with BYGDEMATCH_."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
MIN_SECRET = 32


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

    instance: Path = ROOT / "instance"
    """Folder for what an embedded installation makes for itself."""

    secret_key: SecretStr | None = None
    """Signs the CSRF tokens; at least 32 characters.  None = one is made and kept in the instance folder."""

    https: bool = False
    """The service is reached over TLS: cookies are ``__Host-`` and ``Secure``, and browsers are told to stay on TLS."""

    hosts: str = "localhost,127.0.0.1,[::1]"
    """Host names that the service answers to, with commas."""

    demo_mode: bool = False
    """Lets anybody sign in as one of the invented demo users; never where there are real people."""

    weights: Path | None = None
    """File of weights to rank with in place of the published ones; read when a process starts."""

    contact: str = ""
    """Who answers for the service, as the model card names them: a line with name and address."""

    max_upload_bytes: int = 6 * 1024 * 1024
    """Largest body of a request."""

    @property
    def pool_folder(self) -> Path:
        """Where the night leaves the people ready for ranking, for the web workers."""
        return self.instance / "pool"

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < MIN_SECRET:
            raise ValueError(f"BYGDEMATCH_SECRET_KEY må ha minst {MIN_SECRET} tegn")
        return value
