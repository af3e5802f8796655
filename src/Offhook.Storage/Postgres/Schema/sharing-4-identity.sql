-- Asked for: changes carry the previous values of all columns, at the price of a longer log.
alter table public.ivr_calls replica identity full;
