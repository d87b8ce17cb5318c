"""Addresses of teaching. A GET never writes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
