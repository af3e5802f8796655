-- A call that is settled, and whose end is not known, goes on being looked after for a while: the provider's log may tell its times. It is not an open call.
alter table offhook.open_calls add column lacks_times boolean not null default false;
