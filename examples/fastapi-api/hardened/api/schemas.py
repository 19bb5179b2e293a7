"""What a request may send and an answer may show, field by field."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, HttpUrl, SecretStr, StringConstraints, TypeAdapter

COMMON_PASSWORDS = {"passwordpassword", "123456789012", "qwertyuiopas", "administrator", "letmeinletmein"}
_web_address = TypeAdapter(HttpUrl)


def web_link(link: str) -> str:
    """An http or https address, or nothing."""
    return str(_web_address.validate_python(link)) if link else ""


def not_common(password: SecretStr) -> SecretStr:
    if not 12 <= len(password.get_secret_value()) <= 128:
        raise ValueError("A password has 12 to 128 characters.")
    if password.get_secret_value().lower() in COMMON_PASSWORDS:
        raise ValueError("This password is too common.")
    return password


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class SignupIn(Strict):
    username: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{3,40}$", to_lower=True)]
    password: Annotated[SecretStr, AfterValidator(not_common)]


class LoginIn(Strict):
    username: Annotated[str, StringConstraints(max_length=40, to_lower=True)]
    password: SecretStr


class ItemIn(Strict):
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    body: Annotated[str, StringConstraints(max_length=20_000)] = ""
    link: Annotated[str, StringConstraints(max_length=500), AfterValidator(web_link)] = ""


class ItemOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    body: str
    link: str


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    username: str
