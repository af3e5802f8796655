select jsonb_build_object(
        'reference', '00000000-0000-4000-8000-000000000001', 'call_id', '00000000-0000-4000-8000-000000000001', 'provider', 'kaleyra-legacy',
        'kind', kind, 'direction', 'outbound', 'mobile_number', '9800000001', 'customer_number', '+919800000001', 'status', status, 'agent_leg', 'unknown',
        'customer_leg', 'unknown', 'received_at', '2026-01-31T09:30:00Z', 'version', 1, 'updated_at', '2026-01-31T09:30:00Z') || more
    from unnest(array['requested', 'ringing', 'answered', 'busy', 'missed', 'cancelled', 'failed', 'unconfirmed']) as status,
        unnest(array['click_to_call', 'outbound']) as kind,
        (values (jsonb '{}'), (jsonb '{"call_id": "1001", "agent_name": "Asha", "answered_at": "2026-01-31T09:30:20Z", "ended_at": "2026-01-31T09:31:00Z", "duration_seconds": 60, "talk_seconds": 40, "recording_url": "https://example.com/1001.mp3"}'),
            (jsonb '{"ended_at": "2026-01-31T09:30:00Z", "duration_seconds": 0, "talk_seconds": 0}')) as ends (more)
