"""Connexion, imported in one place and quietly: it imports a test client whose deprecation is not our users' concern."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from connexion import AsyncApp
    from connexion.exceptions import ProblemException
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
    from connexion.middleware.security import SecurityMiddleware
    from connexion.options import SwaggerUIOptions
    from connexion.resolver import Resolver
    from connexion.spec import Specification
    from connexion.validators import ParameterValidator

__all__ = [
    "ROUTING_CONTEXT",
    "AsyncApp",
    "ConnexionMiddleware",
    "ConnexionRequest",
    "ConnexionResponse",
    "ParameterValidator",
    "ProblemException",
    "Resolver",
    "SecurityMiddleware",
    "SpecMiddleware",
    "Specification",
    "SwaggerUIOptions",
]
