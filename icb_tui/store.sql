-- What the store works out from the tables. The tables themselves are made from the model (store.py).

-- What was said of each board, aim, year and kind: how many findings, the highest rank credited, any concern.
-- Only kinds that are rated can credit or concern; a finding without an aim belongs to the board as a whole.
create table spoken as
select f.icb, f.aim, f.year, f.kind, count(*)::integer as findings,
       max(r.rank) filter (where k.rated and r.role = 'credit') as credit,
       coalesce(bool_or(k.rated and r.role = 'concern'), false) as concern
from finding f
join kind k on k.id = f.kind
left join rating r on r.id = f.rating
where f.icb is not null
group by all;

-- THE RATING RULE, for one board, aim and year, from the findings of the given voices (kinds):
-- any credit and any concern is mixed; only concern is concern; else the highest level credited; nothing is null.
create macro verdict(voices) as table
with heard as (
    select icb, aim, year, sum(findings)::integer as findings, max(credit) as credit, bool_or(concern) as concern
    from spoken
    where aim is not null and list_contains(voices, kind)
    group by all
)
select icb, aim, year, findings,
    case when credit is not null and concern then (select id from rating where role = 'mixed')
         when concern then (select id from rating where role = 'concern')
         else (select id from rating where role = 'credit' and rank = credit)
    end as rating
from heard;

-- Every board × aim × year, with its rating, its number of findings, or which kind of nothing it is.
create macro cell(voices) as table
select i.place as icb_place, a.place as aim_place, i.code as icb, a.id as aim, y.id as year, v.rating, coalesce(v.findings, 0)::integer as findings,
    case when v.findings > 0 then null
         when i.opened > y.ends or i.closed < y.starts then 'not-in-being'
         when exists (from finding f where f.scope = 'national' and f.aim = a.id and f.year = y.id
                      and list_contains(voices, f.kind)) then 'said-nationally'
         else 'not-mentioned'
    end as nothing
from icb i cross join aim a cross join year y
left join verdict(voices) v on v.icb = i.code and v.aim = a.id and v.year = y.id;

-- The boards in being in a year.
create macro in_being(year_id) as table
select i.place, i.code, i.region, case when i.closed is null then 'open' else 'closed' end as status
from icb i join year y on y.id = year_id
where i.opened <= y.ends and (i.closed is null or i.closed >= y.starts);
