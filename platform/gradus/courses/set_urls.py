"""Addresses of making and changing problem sets. A GET never writes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
