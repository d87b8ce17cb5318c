"""Addresses of making and changing problem sets. A GET never writes."""

from django.urls import path

from gradus.courses.sets import extension_views, item_views, views

urlpatterns = [
    path("courses/<public_id:public_id>/sets/new/", views.set_new, name="set_new"),
    path("sets/<public_id:public_id>/edit/", views.set_edit, name="set_edit"),
    path("sets/<public_id:public_id>/publish/", views.set_publish, name="set_publish"),
    path("sets/<public_id:public_id>/withdraw/", views.set_withdraw, name="set_withdraw"),
    path("sets/<public_id:public_id>/release/", views.set_release, name="set_release"),
    path("sets/<public_id:public_id>/problems/", item_views.set_items, name="set_items"),
    path("sets/<public_id:public_id>/problems/add/", item_views.set_add, name="set_add"),
    path("items/<public_id:public_id>/points/", item_views.item_points, name="item_points"),
    path("items/<public_id:public_id>/move/", item_views.item_move, name="item_move"),
    path("items/<public_id:public_id>/remove/", item_views.item_remove, name="item_remove"),
    path("items/<public_id:public_id>/restore/", item_views.item_restore, name="item_restore"),
    path("items/<public_id:public_id>/version/", item_views.item_version, name="item_version"),
    path("sets/<public_id:public_id>/extensions/", extension_views.set_extensions, name="set_extensions"),
    path(
        "extensions/<public_id:public_id>/remove/", extension_views.extension_remove, name="extension_remove"
    ),
]
