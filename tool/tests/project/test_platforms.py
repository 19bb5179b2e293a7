"""Kubernetes, Terraform, and platforms with a file of their own."""

from tenfold.project import kubernetes, platforms, servers, terraform
from tenfold.project.facts import EnvVar, Setting
from tenfold.project.kubernetes import KubernetesEnv

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: app
          image: acme/shop:1
          command: ["gunicorn"]
          args: ["app:app", "-w", "2"]
          env:
            - name: DEBUG
              value: "false"
            - name: SECRET_KEY
              valueFrom: {secretKeyRef: {name: shop, key: secret}}
          envFrom:
            - configMapRef: {name: shop-config}
          securityContext:
            runAsNonRoot: true
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/limit-rps: "5"
spec:
  tls:
    - hosts: [example.org]
  rules:
    - host: example.org
---
apiVersion: v1
kind: Secret
metadata: {name: shop}
stringData:
  secret: changeme
data:
  other: YQ==
---
apiVersion: v1
kind: List
items:
  - kind: ConfigMap
    metadata: {name: shop-config}
    data:
      A: "1"
  - kind: Service
    metadata: {name: web}
"""


def test_kubernetes() -> None:
    facts = kubernetes.read(MANIFEST)
    assert facts.problems == ()
    (web,) = facts.workloads
    (app,) = web.containers
    assert (web.kind, web.name, web.replicas, web.line) == ("Deployment", "web", 3, 1)
    assert app.environment == (
        KubernetesEnv("DEBUG", "false", "value", "", 15),
        KubernetesEnv("SECRET_KEY", None, "secret", "shop/secret", 17),
    )
    assert app.environment_from == (Setting("configMapRef", "shop-config", 20),)
    assert app.security == (Setting("runAsNonRoot", "true", 22),)
    assert app.command is not None
    (server,) = servers.servers(app.command)
    assert (server.kind, server.workers, server.line) == ("gunicorn", 2, 12)
    (ingress,) = facts.ingresses
    assert (ingress.hosts, ingress.tls_hosts, ingress.tls) == (("example.org",), ("example.org",), True)
    assert ingress.annotations == (Setting("nginx.ingress.kubernetes.io/limit-rps", "5", 29),)
    assert [(d.kind, d.encoded, d.data) for d in facts.data] == [
        ("Secret", True, (EnvVar("other", "YQ==", 42),)),
        ("Secret", False, (EnvVar("secret", "changeme", 40),)),
        ("ConfigMap", False, (EnvVar("A", "1", 50),)),
    ]
    assert facts.others == (Setting("Service", "web", 51),)


def test_helm_templates_are_read_as_far_as_they_are_yaml() -> None:
    facts = kubernetes.read(
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include "a" . }}\n'
        "  labels:\n    {{- toYaml .Values.labels | nindent 4 }}\nspec:\n  template:\n    spec:\n"
        "      containers:\n"
        '        - name: app\n          image: "{{ .Values.image }}:1"\n          env:\n'
        '            {{- if .Values.debug }}\n            - name: DEBUG\n              value: "1"\n'
        "            {{- end }}\n"
    )
    (web,) = facts.workloads
    assert web.containers[0].environment == (KubernetesEnv("DEBUG", "1", "value", "", 15),)
    assert [p.line for p in facts.problems] == [4]


def test_terraform() -> None:
    facts = terraform.read(
        '# comment\nresource "aws_lb_listener" "https" {\n  port       = 443\n  protocol   = "HTTPS"\n'
        '  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"\n  default_action {\n    type = "forward"\n'
        "  }\n}\n"
        'resource "aws_ecs_task_definition" "web" {\n  container_definitions = jsonencode([{\n'
        '    name = "web"\n'
        '    environment = [\n      { name = "DEBUG", value = "0" },\n'
        '      { name = "DB", value = var.db }\n    ]\n'
        '    secrets = [{ name = "SECRET_KEY", valueFrom = aws_ssm.key.arn }]\n  }])\n}\n'
        'resource "aws_wafv2_web_acl" "main" {\n  rule {\n    name = "a"\n    statement {\n'
        "      rate_based_statement {\n"
        '        limit = 100\n      }\n    }\n  }\n  rule {\n    name = "b"\n  }\n}\n'
        'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      A = "1"\n'
        '      B : "2"\n    }\n  }\n}\n'
        'resource "aws_ecs_service" "web" {\n  desired_count = 2\n  text = <<-EOT\n    not = "{"\n  EOT\n'
        "  last = 1\n}\n"
    )
    assert facts.problems == ()
    (listener,) = facts.resources("aws_lb_listener")
    assert listener.line == 2
    assert listener.value("protocol") == Setting("protocol", "HTTPS", 4)
    assert listener.value("default_action.type") == Setting("default_action.type", "forward", 7)
    (waf,) = facts.resources("aws_wafv2_web_acl")
    assert [s.value for s in waf.ending("rate_based_statement.limit")] == ["100"]
    assert [s.value for s in waf.ending("name")] == ["a", "b"]
    (service,) = facts.resources("aws_ecs_service")
    assert [(s.key, s.value, s.line) for s in service.settings] == [
        ("desired_count", "2", 42), ("text", '    not = "{"\n', 43), ("last", "1", 46),
    ]  # fmt: skip
    assert facts.environment == (
        EnvVar("DEBUG", "0", 14),
        EnvVar("DB", "var.db", 15),
        EnvVar("SECRET_KEY", None, 17),
        EnvVar("A", "1", 36),
        EnvVar("B", "2", 37),
    )


def test_terraform_that_is_broken() -> None:
    facts = terraform.read('resource "a" "b" {\n  x = "1"\n  y = [1, {\n')
    assert facts.blocks[0].value("x") == Setting("x", "1", 2)
    assert facts.problems
    assert terraform.read("replicas = 2\n").blocks[0].settings == (Setting("replicas", "2", 1),)


def test_fly() -> None:
    facts = platforms.read_fly(
        'app = "shop"\n[env]\nDEBUG = "0"\n[processes]\nweb = "gunicorn app:app"\n[http_service]\nforce_https = true\n'
    )
    (service,) = facts.services
    assert (service.name, service.force_https, service.force_https_line) == ("shop", True, 7)
    assert service.environment == (EnvVar("DEBUG", "0", 3),)
    assert servers.servers_in(service.commands)[0].line == 5
    assert platforms.read_fly('app = "x"\n[http_service]\ninternal_port = 80\n').services[0].force_https is False


def test_render_and_digitalocean() -> None:
    facts = platforms.read_render(
        "services:\n  - type: web\n    name: shop\n    startCommand: gunicorn app:app\n"
        "    numInstances: 2\n    envVars:\n"
        "      - key: DEBUG\n        value: 1\n      - key: SECRET_KEY\n        generateValue: true\n"
    )
    (service,) = facts.services
    assert (service.name, service.instances, service.force_https) == ("shop", 2, True)
    assert service.environment == (EnvVar("DEBUG", "1", 7), EnvVar("SECRET_KEY", None, 9))
    ocean = platforms.read_digitalocean("services:\n  - name: a\n    run_command: uvicorn a:a\n    instance_count: 3\n")
    assert ocean.services[0].instances == 3


def test_heroku_vercel_railway_and_gae() -> None:
    heroku = platforms.read_heroku(
        '{"name": "shop",\n"env": {"A": "1",\n'
        '"SECRET_KEY": {"generator": "secret"}}, "formation": {"web": {"quantity": 2}}}'
    )
    assert heroku.services[0].environment == (EnvVar("A", "1", 2), EnvVar("SECRET_KEY", None, 3))
    assert heroku.services[0].instances == 2
    vercel = platforms.read_vercel(
        '{"headers": [{"source": "/", "headers": [{"key": "X-Frame-Options", "value": "DENY"}]}]}'
    )
    assert vercel.services[0].headers == (Setting("X-Frame-Options", "DENY", 1),)
    railway = platforms.read_railway('[deploy]\nstartCommand = "gunicorn a:a"\n')
    assert servers.servers_in(railway.services[0].commands)[0].line == 2
    gae = platforms.read_gae(
        "runtime: python312\nentrypoint: gunicorn -b :$PORT main:app\nenv_variables:\n  DEBUG: 'true'\n"
        "handlers:\n  - url: /.*\n    secure: always\n    script: auto\n"
    )
    assert (gae.services[0].force_https, gae.services[0].force_https_line) == (True, 7)
    assert gae.services[0].environment == (EnvVar("DEBUG", "true", 4),)
    assert platforms.read_gae("runtime: python312\n").services[0].force_https is None


def test_a_site_of_pages_on_vercel_is_no_front_of_the_app() -> None:
    pages = '{"rewrites": [{"source": "/(.*)", "destination": "/index.html"}]}'
    assert platforms.read_vercel(pages).services == ()
    behind = '{"rewrites": [{"source": "/api/(.*)", "destination": "https://api.example.com/$1"}]}'
    assert len(platforms.read_vercel(behind).services) == 1
    built = '{"builds": [{"src": "api.py", "use": "@vercel/python"}], "rewrites": [{"destination": "/index.html"}]}'
    assert len(platforms.read_vercel(built).services) == 1
