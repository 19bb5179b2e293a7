"""AWS X-Ray."""

from tenfold.frameworks.model import Library, Protection

LIBRARY = Library(
    name="AWS X-Ray",
    package="aws-xray-sdk",
    modules=("aws_xray_sdk",),
    tags=("monitoring",),
    protections=(
        Protection(
            "aws_xray_sdk.ext.flask.middleware.XRayMiddleware",
            "logging.errors",
            "call",
            "records unhandled errors in AWS X-Ray",
        ),
        Protection(
            "aws_xray_sdk.ext.django.middleware.XRayMiddleware",
            "logging.errors",
            "middleware",
            "records unhandled errors in AWS X-Ray",
        ),
    ),
)
