# The portal: the web server and its worker (compose.yaml says how they run).
FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 DONNEES_VAR=/donnees \
    DJANGO_SETTINGS_MODULE=portail.settings.base BIND=0.0.0.0:8000
WORKDIR /portail
COPY requirements.txt .
RUN pip install --only-binary :all: -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY site site
COPY docs docs
RUN useradd --uid 1000 portail && mkdir /donnees && chown portail /donnees
USER portail
CMD ["gunicorn"]
