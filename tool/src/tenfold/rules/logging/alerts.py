"""Alerts that tell a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenfold.place import Place
from tenfold.program.app import App
from tenfold.project.facts import SettingsFacts
from tenfold.project.terraform import TerraformFacts
from tenfold.rules.base import Observation, Rule, met, missing, unknown
from tenfold.rules.logging._config import configs
from tenfold.rules.logging._declared import in_force, under_main
from tenfold.rules.logging._mail import conditional_admins, mailed_admins
from tenfold.rules.logging._reached import reached
from tenfold.rules.logging._views import added_at

_ALARMS = (
    "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "google_monitoring_alert_policy",
    "azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert", "datadog_monitor",
    "newrelic_alert_policy",
    "newrelic_nrql_alert_condition", "grafana_rule_group", "pagerduty_service", "sentry_issue_alert",
    "sentry_metric_alert",
    "digitalocean_uptime_alert", "betteruptime_monitor", "statuscake_uptime_check", "aws_sns_topic_subscription",
)  # fmt: skip
_RULE = re.compile(r"(^|\.)groups\.\d+\.rules\.\d+\.alert$")
_MANIFEST_RULE = re.compile(r"(^|\.)spec\.groups\.\d+\.rules\.\d+\.alert$")
_TELLING = (
    "SMTP",
    "Email",
    "Slack",
    "Telegram",
    "Discord",
    "PagerDuty",
    "Opsgenie",
    "Teams",
    "Matrix",
    "Ntfy",
    "Pushover",
)


class Alerts(Rule):
    """Nobody is told when errors or refusals rise.

    ## What it finds
    An app without an error tracker that alerts (Sentry, Rollbar, Bugsnag), without mail to `ADMINS` or another handler
    that tells a person, and without alert rules in the repository (Prometheus, CloudWatch and others in Terraform).
    Where telemetry goes to a service whose alerts are kept outside (Datadog, OpenTelemetry), it cannot be told.

    ## Why it matters
    A log that nobody reads is an archive. Break-ins are found after weeks, and mostly by outsiders.

    ## Example
    ### Flask
    ```python app.py
    from flask import Flask

    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ```
    ### FastAPI
    ```python main.py
    from fastapi import FastAPI

    app = FastAPI()
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import logging
    from logging.handlers import SMTPHandler

    from flask import Flask

    mail = SMTPHandler("mail.example.com", "app@example.com", ["ops@example.com"], "App error", secure=())
    logging.getLogger().addHandler(mail)
    app = Flask(__name__)
    ```
    ### Django
    ```python settings.py
    INSTALLED_APPS = ["django.contrib.auth"]
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = []
    ADMINS = [("Ops", "ops@example.com")]
    ```
    ### FastAPI
    ```python main.py
    import os

    import sentry_sdk
    from fastapi import FastAPI

    sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], send_default_pii=False)
    app = FastAPI()
    ```

    ## References
    - https://owasp.org/Top10/2025/A09_2025-Security_Logging_and_Alerting_Failures/
    - https://docs.sentry.io/product/alerts/
    - https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
    """

    requirement = "logging.alerts"
    severity = "low"

    def judge(self, app: App) -> Iterable[Observation]:
        """Look for what tells a person."""
        seen = [*_called(app), *_mailed(app), *_rules(app), *_alarms(app)]
        yield from seen
        if seen:
            return
        telemetry = [
            one for one in in_force(app, "logging.errors") if one.site is None or one.site.file.path in reached(app)
        ]
        if telemetry:
            one = telemetry[0]
            yield unknown(
                f"{one.name} {one.protection.what}; whether an alert is set there, only that service can tell",
                one.place,
            )
        elif (admins := conditional_admins(app)) is not None:
            yield unknown("Django mails errors to ADMINS, which is filled only where a variable is set", admins)
        else:
            yield missing(
                added_at(app), "no error tracker, mail or alert rule was found that would tell a person of errors",
                "Report errors to a tracker that alerts, such as sentry_sdk.init(...), or mail them to yourself.",
            )  # fmt: skip


def _called(app: App) -> Iterator[Observation]:
    files = reached(app)
    for one in in_force(app, "logging.alerts"):
        if one.site is None or (one.site.file.path in files and not under_main(one.site)):
            yield met(one.place, f"{one.name.rpartition('.')[2]} {one.protection.what}")


def _mailed(app: App) -> Iterator[Observation]:
    place = mailed_admins(app)
    if place is not None:
        yield met(place, "Django mails errors to ADMINS")
    for config in configs(app):
        for kind in config.handlers.values():
            name = kind.rpartition(".")[2]
            if name.endswith("Handler") and name != "AdminEmailHandler" and any(word in name for word in _TELLING):
                yield met(config.place, f"the handler {name} tells of what is logged")


def _rules(app: App) -> Iterator[Observation]:
    """Alert rules, which watch the whole system and so stand in a folder beside the app's as often as in it."""
    others = [found for of_kind in app.program.facts.others.values() for found in of_kind.items()]
    for path, facts in others:
        if not isinstance(facts, SettingsFacts) or app.program.role(path) in {"test", "example", "documentation"}:
            continue
        rule = next((s for s in facts.settings if _RULE.search(s.key) or _MANIFEST_RULE.search(s.key)), None)
        if rule is not None:
            yield met(Place(path, rule.line), f"an alert rule for Prometheus is kept here ({rule.value[:60]})")


def _alarms(app: App) -> Iterator[Observation]:
    for path, facts in app.facts_of(TerraformFacts).items():
        for block in facts.resources(*_ALARMS):
            yield met(Place(path, block.line), f"Terraform sets up an alarm ({block.labels[0]})")
            return
