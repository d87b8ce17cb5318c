"""Addresses of making and changing problem sets. A GET never writes."""

from django.urls import path

from gradus.courses import set_views

urlpatterns = [
    path("courses/<public_id:public_id>/sets/new/", set_views.set_new, name="set_new"),
    path("sets/<public_id:public_id>/edit/", set_views.set_edit, name="set_edit"),
    path("sets/<public_id:public_id>/problems/", set_views.set_items, name="set_items"),
]
