"""Python modules that load secrets from outside the code."""

from __future__ import annotations

LOADERS: dict[str, str] = {
    "dotenv": "python-dotenv",
    "environ": "django-environ",
    "environs": "environs",
    "decouple": "python-decouple",
    "pydantic_settings": "pydantic-settings",
    "starlette.config": "Starlette's Config",
    "dynaconf": "Dynaconf",
    "prettyconf": "prettyconf",
    "hvac": "HashiCorp Vault",
    "google.cloud.secretmanager": "Google Secret Manager",
    "azure.keyvault.secrets": "Azure Key Vault",
    "aws_secretsmanager_caching": "AWS Secrets Manager",
    "infisical_sdk": "Infisical",
    "onepassword": "1Password",
    "keyring": "keyring",
}
"""Import name to the name that people know; source: each library's documentation."""

ENV_FILE_LOADERS = frozenset({"dotenv", "environ", "environs", "decouple", "pydantic_settings", "dynaconf"})
"""Those of them that read a .env file."""
