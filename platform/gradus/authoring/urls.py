"""Addresses of authoring. A GET never writes."""

from django.urls import path

from gradus.authoring import bank_views

urlpatterns = [
    path("problems/", bank_views.bank, name="bank"),
    path("problems/<public_id:public_id>/", bank_views.bank_problem, name="bank_problem"),
]
