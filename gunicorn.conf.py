"""Gunicorn: the production web server. Values come from the environment."""

import os

pythonpath = "site"
wsgi_app = "portail.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "1"))
timeout = 30
preload_app = False
# The largest that gunicorn allows: longer addresses than its default reach our own 400, in French.
limit_request_line = 8190
accesslog = None


def post_worker_init(worker):
    """Read ahead what the first visitor of this process would wait for; nobody waits for that."""
    from socle.echauffement import en_arriere_plan

    en_arriere_plan()
