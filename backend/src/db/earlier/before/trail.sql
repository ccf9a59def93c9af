-- What happened to the synergies of a programme, as the release before there was a log put it together.
select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'stage', 'stage', x.stage, 'lost_reason', x.lost_reason, 'note', x.note) as fact, 1 as rank, x.number as place
    from synergy_history x join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'changed', 'detail', x.detail, 'before', x.before, 'after', x.after), 2, x.number
    from synergy_change x join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select x.recorded_at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'figure', 'note', x.note, 'figure',
    json_object('year', x.year, 'indicator', x.indicator, 'amount', x.amount, 'verification', x.verification, 'declared_by', x.declared_by, 'uncertainty', x.uncertainty, 'basis', json(x.basis))), 3, x.number
    from figure x join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select d.at, d.author, x.workshop_id, x.synergy_id, json_object('type', 'withdrawn', 'reason', d.reason, 'figure',
    json_object('year', x.year, 'indicator', x.indicator, 'amount', x.amount, 'verification', x.verification, 'declared_by', x.declared_by)), 4, x.number
    from figure_withdrawal d join figure x on x.number = d.figure join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'assumed', 'reason', x.reason, 'assumptions',
    json_object('lifetime_years', x.lifetime_years, 'retention', x.retention, 'attribution', x.attribution)), 5, x.number
    from synergy_assumptions x join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select m.at, '', x.workshop_id, x.synergy_id, json_object('type', 'asked', 'side', x.side, 'failed', m.failed), 6, m.number
    from follow_up_message m join follow_up x on x.handle = m.handle join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select a.at, a.author, x.workshop_id, x.synergy_id, json_object('type', 'answered', 'side', x.side, 'state', a.state, 'by_manager', json(case when a.by_manager then 'true' else 'false' end)), 0, a.number
    from follow_up_answer a join follow_up x on x.handle = a.handle join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select x.refused_at, '', x.workshop_id, x.synergy_id, json_object('type', 'refused', 'side', x.side), 7, 0
    from follow_up x join workshop w on w.id = x.workshop_id where x.refused_at is not null and w.programme_id = $1 union all
    select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'evidence', 'name', x.name), 8, x.number
    from evidence x join workshop w on w.id = x.workshop_id where w.programme_id = $1 union all
    select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'joined', 'reason', x.reason, 'into', o.title), 9, x.number
    from synergy_join x join workshop w on w.id = x.workshop_id
    left join synergy o on o.workshop_id = x.into_workshop_id and o.id = x.into_synergy_id where w.programme_id = $1 union all
    select x.at, x.author, x.workshop_id, x.synergy_id, json_object('type', 'funded', 'call', f.name), 10, f.id
    from funding_use x join funding f on f.id = x.funding_id join workshop w on w.id = x.workshop_id where w.programme_id = $1 order by 1, 6, 7
