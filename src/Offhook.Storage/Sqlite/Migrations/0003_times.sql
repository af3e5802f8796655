-- A call that is settled, and whose end is not known, goes on being looked after for a while: the provider's log may tell its times. It is not an open call.
alter table open_calls add column lacks_times integer not null default 0 check (lacks_times in (0, 1));
