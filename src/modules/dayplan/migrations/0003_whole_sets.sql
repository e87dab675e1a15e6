-- Changes of a plan become true whole: no state between accepted and applied any more.
UPDATE day_plan_change SET state = 2 WHERE state = 3;

-- What a stranger at the door is worth follows from the day's ways unless a city says otherwise.
UPDATE day_plan_parameter SET value = -1, basis = '示例：不由熟悉的人员上门一次的折算成本（-1：按当天路程推算）'
WHERE name = 'broken_continuity_fen' AND region = 0 AND valid_from = 0 AND value = 600;
