create temp view worked as
select p.id as person, p.first_name as name, coalesce(p.country, '') as country, c.channel, q.name as project,
       q.practice, w.*, (w.at at time zone p.zone)::date as date,
       case w.currency when 'EUR' then w.units / 10000.0 else w.units / 10000.0 / 655.957 end as euros,
       case w.currency when 'EUR' then w.units / 10000.0 * 655.957 else w.units / 10000.0 end as francs
from (
    select person_id, project_id, answered_at as at, 1 as answers, active, greatest(active, reading) as counted,
           estimated, units, currency
    from answer where status in (1, 5, 6)
    union all
    select person_id, project_id, at, 0, 0, seconds, seconds, units, currency from assessment
    union all
    select person_id, project_id, at, 0, seconds, seconds, estimated, case kind when 'refuse' then -units else units end,
           currency
    from pay_event
) w
join person p on p.id = w.person_id join project q on q.id = w.project_id
join conversation t on t.person_id = p.id join contact c on c.id = t.contact_id;
create temp view came as
select p.id as person, p.country, c.channel, (p.joined_at at time zone p.zone)::date as date from person p
join conversation t on t.person_id = p.id join contact c on c.id = t.contact_id
where p.role in ('hiteuse', 'trainee') and p.merged_into is null;
create temp view began as
select w.person, w.country, w.channel, min(w.date) as date,
       extract(epoch from min(w.at) - (select joined_at from person where id = w.person)) as seconds
from worked w where answers > 0 and not practice group by 1, 2, 3;
create temp view learned as
select p.id as person, p.country, c.channel, (l.finished_at at time zone p.zone)::date as date
from lesson_progress l join person p on p.id = l.person_id
join conversation t on t.person_id = p.id join contact c on c.id = t.contact_id where l.finished_at is not null;
create temp view told as
select t.country, t.channel, coalesce(q.name, '') as project, t.date, t.messages, t.units / 10000.0 as cost
from traffic t left join project q on q.id = t.project_id;
create temp view letters as
select o.person_id as person, p.country, o.channel, o.status, o.delivered_at, o.read_at,
       (case o.status when 1 then o.sent_at else o.created_at end at time zone 'UTC')::date as date
from outbox o join person p on p.id = o.person_id;
