#include "modules/benefits/runs.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/assert.h"
#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr std::size_t kCommunitiesAtOnce = 8;   // with some 30 sums each: below the writer's 500 rows
constexpr int kMonthsBack = 60;
constexpr std::size_t kDifferencesShown = 10;

Background& background(const Kernel& kernel) { return kernel.parts.get<Background>(); }

struct Made {
  std::unique_ptr<City> city;
  std::unique_ptr<policy::Decider> decider;
  policy::MonthRun run;
};
Made make(sql::Connection& db, Kernel& kernel, policies::InForce rules, Month month, Instant known_at, Roster roster) {
  Made out;
  out.city = build_city(db, kernel, std::move(rules), month, known_at, std::move(roster));
  out.decider = std::make_unique<policy::Decider>(*out.city->rules, *out.city->columns, month, civil_date(known_at));
  out.decider->run(*out.city->columns, {}, out.run);
  return out;
}
// As the run was made: its rules, its month, what was known.
Result<Made> make(Kernel& kernel, const Run& run, Roster roster) {
  auto lease = kernel.readers->borrow();
  command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
  YILIN_TRY(policies::Rules rules, policies::version(reader, run.rule_version));
  return make(*lease, kernel, {run.rule_version, 0, {}, std::move(rules)}, run.month, run.known_at, std::move(roster));
}

std::string hashes_json(const Made& made) {
  std::string out = "{";
  const auto& stretches = made.city->columns->stretches();
  for (std::size_t i = 0; i < stretches.size(); ++i) out += fmt::format("{}\"{}\":\"{}\"", i == 0 ? "" : ",", to_string(stretches[i].region), made.run.hashes[i]);
  return out + "}";
}

struct Sum {
  std::string benefit;
  std::int64_t granted = 0, to_verify = 0, amount = 0;
};
std::vector<Sum> sums(const RunPart& part, const policy::RuleSet& rules) {
  std::vector<Sum> out;
  for (const RunPart::Column& c : part.columns) {
    Sum s{c.benefit, 0, 0, 0};
    const bool money = measure_of(rules.name(rules.find(c.benefit))) == Measure::money;
    for (std::size_t i = 0; i < c.status.size(); ++i) {
      const Verdict v = c.verdict(i);
      s.granted += v == Verdict::yes;
      s.to_verify += v == Verdict::to_verify;
      if (v == Verdict::yes && money) s.amount += c.lo[i];
    }
    if (s.granted || s.to_verify) out.push_back(std::move(s));
  }
  return out;
}

std::set<std::int64_t> written(sql::Connection& db, RunId id) {
  std::set<std::int64_t> out;
  auto rows = db.rows("SELECT community FROM benefit_run_part WHERE run_id = ?", id);
  while (rows.next()) out.insert(rows.integer(0));
  return out;
}

sql::Blob blob_of(const std::string& bytes) { return {bytes.begin(), bytes.end()}; }
std::string_view text_of(std::span<const std::uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Status write_chunk(Kernel& kernel, RunId id, const Made& made, std::span<const RegionCode> communities) {
  struct Ready {
    RegionCode community;
    std::string body, digest;
    std::int64_t people = 0;
    std::vector<Sum> sums;
    std::vector<ElderId> from_elsewhere;  // who live in another community than the first of their household
  };
  std::vector<Ready> ready;
  for (const RegionCode community : communities) {
    Ready r{community, encode_part(*made.city, made.run, community), {}, 0, {}, {}};
    r.digest = digest_of(r.body);
    const auto part = decode_part(community, r.body);
    YILIN_ASSERT(part.has_value());
    r.people = static_cast<std::int64_t>(part->people.size());
    r.sums = sums(*part, *made.city->rules);
    for (const Roster::Person& p : part->people)
      if (const auto her = registry::facts(kernel, p.elder); her && her->region != community) r.from_elsewhere.push_back(p.elder);
    ready.push_back(std::move(r));
  }
  return command::run(
      kernel, access::Caller::system(),
      [&](command::Tx& tx) -> Status {
        for (const Ready& r : ready) {
          tx.db.queue("INSERT INTO benefit_run_part (run_id, community, elders, body, digest) VALUES (?, ?, ?, ?, ?)", id, r.community, r.people, blob_of(r.body), r.digest);
          for (const Sum& s : r.sums)
            tx.db.queue("INSERT INTO benefit_run_tally (run_id, benefit, community, granted, to_verify, amount_fen) VALUES (?, ?, ?, ?, ?, ?)", id, s.benefit, r.community,
                        s.granted, s.to_verify, s.amount);
          for (const ElderId elder : r.from_elsewhere)
            tx.db.queue("INSERT INTO benefit_run_elsewhere (elder_id, run_id, community) VALUES (?, ?, ?)", elder, id, r.community);
        }
        tx.db.queue("UPDATE benefit_run SET done = done + ? WHERE id = ?", static_cast<std::int64_t>(ready.size()), id);
        tx.nothing_to_do();  // the act is the freezing, which signs every part
        tx.changed({"benefit_run", id.value, region::city(kernel), {}, {}, {}});
        return {};
      },
      sql::Lane::bulk);
}

Status freeze(Kernel& kernel, Run run, const Made& made) {
  std::string digests;
  {
    auto lease = kernel.readers->borrow();
    auto parts = lease->rows("SELECT digest FROM benefit_run_part WHERE run_id = ? ORDER BY community", run.id);
    while (parts.next()) digests += parts.text(0);
    auto total = lease->rows("SELECT CAST(COALESCE(SUM(granted), 0) AS BIGINT), CAST(COALESCE(SUM(to_verify), 0) AS BIGINT), CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) "
                             "FROM benefit_run_tally WHERE run_id = ?", run.id);
    total.next();
    run.granted = total.integer(0);
    run.to_verify = total.integer(1);
    run.amount_fen = {total.integer(2)};
  }
  return command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    const auto row = load_run(tx.db, tx.kernel, run.id);
    run.version = row->version;
    run.digest = digest_of(digests);
    run.rule_hashes = hashes_json(made);
    run.state = RunState::frozen;
    run.done = run.communities;
    run.problem.clear();
    run.frozen_at = tx.now;
    store_row(tx, "benefit_run", run);
    tx.record({"benefit_run.freeze", "benefit_run", run.id.value, run.region, {}, {}, entity::to_json(run)});
    return {};
  });
}

void failed(Kernel& kernel, RunId id, std::string problem) {
  const auto told = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto run = load_run(tx.db, tx.kernel, id);
    if (!run || run->state != RunState::computing) {
      tx.nothing_to_do();
      return {};
    }
    run->state = RunState::failed;
    run->problem = problem;
    store_row(tx, "benefit_run", *run);
    tx.record({"benefit_run.fail", "benefit_run", id.value, run->region, {}, {}, entity::to_json(*run)});
    return {};
  });
  if (!told) log::error("benefit_run_state_lost", {{"run", id.value}});
}

Status compute(Kernel& kernel, RunId id) {
  Run run;
  std::set<std::int64_t> there;
  {
    auto lease = kernel.readers->borrow();
    auto found = load_run(*lease, kernel, id);
    if (!found || found->state != RunState::computing) return {};
    run = std::move(*found);
    there = written(*lease, id);
  }
  YILIN_TRY(const Made made, make(kernel, run, roster_now(kernel, run.known_at)));
  std::vector<RegionCode> communities = made.city->communities();
  run.communities = static_cast<std::int64_t>(communities.size());
  run.elders = static_cast<std::int64_t>(made.city->people());
  run.households = made.city->houses();
  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    tx.db.queue("UPDATE benefit_run SET communities = ?, elders = ?, households = ?, done = ? WHERE id = ?", run.communities, run.elders, run.households,
                static_cast<std::int64_t>(there.size()), id);
    tx.nothing_to_do();
    return {};
  }));
  std::erase_if(communities, [&](RegionCode c) { return there.contains(c.value); });
  for (std::size_t at = 0; at < communities.size(); at += kCommunitiesAtOnce) {
    if (background(kernel).ending()) return {};  // goes on at the next start
    YILIN_CHECK(write_chunk(kernel, id, made, std::span(communities).subspan(at, std::min(kCommunitiesAtOnce, communities.size() - at))));
  }
  return freeze(kernel, std::move(run), made);
}

// "某社区：某老人 高龄津贴 50元 → 60元" for the first difference.
std::string difference(const RunPart* before, const RunPart* after, RegionCode community, Kernel& kernel) {
  const std::string where = region::divisions(kernel)->full_name(community);
  if (before == nullptr) return where + "：存档已损坏";
  if (after == nullptr || before->people.size() != after->people.size()) return where + "：人员不一致";
  for (const RunPart::Column& c : before->columns) {
    const RunPart::Column* other = after->column(c.benefit);
    if (other == nullptr || other->status.size() != c.status.size()) return where + "：" + c.benefit + " 已无此项";
    for (std::size_t i = 0; i < c.status.size(); ++i)
      if (c.status[i] != other->status[i] || c.lo[i] != other->lo[i] || c.hi[i] != other->hi[i]) {
        const std::size_t person = c.household ? before->first_of[i] : i;
        return fmt::format("{}：编号 {} 的{}由 {} 变为 {}", where, before->people[person].elder.value, c.benefit, c.lo[i], other->lo[i]);
      }
  }
  return where + "：存档字节不一致";
}

Result<std::string> derive_again(Kernel& kernel, const Run& run) {
  std::vector<std::pair<RegionCode, std::string>> bodies;
  std::vector<std::string> amiss;
  Roster roster;
  std::string digests;
  {
    auto lease = kernel.readers->borrow();
    auto rows = lease->rows("SELECT community, body, digest FROM benefit_run_part WHERE run_id = ? ORDER BY community", run.id);
    while (rows.next()) {
      const RegionCode community{rows.integer(0)};
      std::string body(text_of(rows.bytes(1)));
      digests += rows.text(2);
      const auto part = decode_part(community, body);
      if (digest_of(body) != rows.text(2) || !part) {
        amiss.push_back(region::divisions(kernel)->full_name(community) + "：存档与摘要不符");
        continue;
      }
      roster.people.insert(roster.people.end(), part->people.begin(), part->people.end());
      bodies.emplace_back(community, std::move(body));
    }
  }
  if (digest_of(digests) != run.digest) amiss.insert(amiss.begin(), "总摘要不符：有社区的存档被改动或缺失");
  YILIN_TRY(const Made made, make(kernel, run, std::move(roster)));
  for (const auto& [community, body] : bodies) {
    const std::string again = encode_part(*made.city, made.run, community);
    if (again == body) continue;
    const auto before = decode_part(community, body), after = decode_part(community, again);
    amiss.push_back(difference(before ? &*before : nullptr, after ? &*after : nullptr, community, kernel));
  }
  std::string note;
  for (std::size_t i = 0; i < amiss.size() && i < kDifferencesShown; ++i) note += (i ? "；" : "") + amiss[i];
  if (amiss.size() > kDifferencesShown) note += fmt::format("；另有 {} 处", amiss.size() - kDifferencesShown);
  return note;
}

void check_run_again(Kernel& kernel, RunId id) {
  std::optional<Run> run;
  {
    auto lease = kernel.readers->borrow();
    run = load_run(*lease, kernel, id);
  }
  if (!run || run->check != CheckState::checking) return;
  Result<std::string> note = fail(yilin::errors::internal);
  try {
    note = derive_again(kernel, *run);
  } catch (const std::exception& e) {
    log::error("benefit_check_failed", {{"run", id.value}, {"what", e.what()}});
  }
  if (background(kernel).ending()) return;  // begins again at the next start
  const auto told = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto row = load_run(tx.db, tx.kernel, id);
    row->check = !note ? CheckState::failed : note->empty() ? CheckState::equal : CheckState::different;
    row->check_note = !note ? "复算没有完成：" + std::string(note.error().message()) : note->empty() ? "全部决定重新推导，逐字节一致。" : *note;
    row->checked_at = tx.now;
    store_row(tx, "benefit_run", *row);
    tx.record({"benefit_run.checked", "benefit_run", id.value, row->region, {}, {}, entity::to_json(*row)});
    return {};
  });
  if (!told) log::error("benefit_run_state_lost", {{"run", id.value}});
}

}  // namespace

std::optional<Run> load_run(sql::Connection& db, const Kernel& kernel, RunId id) {
  return first<Run>(db, kernel.vault, "benefit_run", entity::store::select<Run>("benefit_run", "t").add(" WHERE t.id = ?", id));
}

std::optional<RunPart> load_part(sql::Connection& db, RunId run, RegionCode community) {
  auto rows = db.rows("SELECT body FROM benefit_run_part WHERE run_id = ? AND community = ?", run, community);
  if (!rows.next()) return {};
  return decode_part(community, text_of(rows.bytes(0)));
}

std::optional<Run> frozen_run(sql::Connection& db, const Kernel& kernel, Month month) {
  return first<Run>(db, kernel.vault, "benefit_run",
                    entity::store::select<Run>("benefit_run", "t").add(" WHERE t.month = ? AND t.state = ? ORDER BY t.id DESC LIMIT 1", month, RunState::frozen));
}

void compute_run(Kernel& kernel, RunId id) {
  Status done;
  try {
    done = compute(kernel, id);
  } catch (const std::exception& e) {
    log::error("benefit_run_failed", {{"run", id.value}, {"what", e.what()}});
    done = fail(yilin::errors::internal);
  }
  if (!done && !background(kernel).ending()) failed(kernel, id, std::string(done.error().message()));
}

void begin_check(Kernel& kernel, RunId id) {
  background(kernel).submit([&kernel, id] { check_run_again(kernel, id); }, id.value);
}

void resume_runs(Kernel& kernel, sql::Connection& db) {
  auto rows = db.rows("SELECT id, state FROM benefit_run WHERE state = ? OR check_state = ? ORDER BY id", RunState::computing, CheckState::checking);
  while (rows.next()) {
    const RunId id = rows.id<RunId>(0);
    if (static_cast<RunState>(rows.integer(1)) == RunState::computing) background(kernel).submit([&kernel, id] { compute_run(kernel, id); }, id.value);
    else begin_check(kernel, id);
  }
}

Result<RunId> start_run(command::Tx& tx, Month month) {
  const Month present = Month::of(tx.today());
  if (month > present + 1 || month < present + -kMonthsBack) return fail_field("month", "月份", "应为过去六十个月至下个月内的月份。");
  if (tx.db.rows("SELECT 1 FROM benefit_run WHERE month = ? AND state = ?", month, RunState::computing).next()) return fail(errors::run_busy);
  const policies::InForce rules = policies::present(tx.kernel);
  Run run;
  run.id = tx.new_id<RunId>();
  run.month = month;
  run.known_at = tx.now - Millis{1};  // what comes in this very millisecond is for the next one
  run.rule_version = rules.version;
  run.rule_hashes = "{}";
  run.region = region::city(tx.kernel);
  run.started_at = tx.now;
  run.by_user = tx.caller.user;
  entity::store::insert(tx.db, tx.vault(), "benefit_run", run);
  tx.after_commit([&kernel = tx.kernel, id = run.id] { background(kernel).submit([&kernel, id] { compute_run(kernel, id); }, id.value); });
  return run.id;
}

void wait_until_idle(Kernel& kernel) { background(kernel).wait_until_idle(); }

}  // namespace yilin::benefits
