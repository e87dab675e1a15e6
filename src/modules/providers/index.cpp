#include "modules/providers/index.h"

#include <algorithm>
#include <mutex>

#include "base/pinyin.h"
#include "kernel/entity/store.h"
#include "modules/providers/providers.h"

namespace yilin::providers {

WorkerFacts facts_of(const Worker& w) {
  return {w.id,
          w.organisation_id,
          w.name,
          w.sex,
          catalogue::mask_of(w.skills),
          rules::day_mask(w.work_days),
          static_cast<std::int16_t>(w.shift_from_min),
          static_cast<std::int16_t>(w.shift_to_min),
          static_cast<std::int32_t>(w.home_lon_e6),
          static_cast<std::int32_t>(w.home_lat_e6),
          w.rating_x100,
          w.state};
}

rules::Employer WorkerIndex::employer(const Company& company, const CandidateQuery& query) {
  rules::Employer e;
  e.active = company.active;
  e.offers = query.item_code.empty() || std::find(company.services.begin(), company.services.end(), query.item_code) != company.services.end();
  e.serves = std::any_of(company.areas.begin(), company.areas.end(), [&](const RegionRange& r) { return r.contains(query.region); });
  return e;
}

std::vector<rules::Employer> WorkerIndex::employers(const CandidateQuery& query) const {
  std::vector<rules::Employer> out;
  out.reserve(companies_.size());
  for (const Company& company : companies_) out.push_back(employer(company, query));
  return out;
}

Candidates WorkerIndex::find(const CandidateQuery& query, Instant now) const {
  const rules::When when = rules::when(query, now);
  const std::shared_lock lock(mutex_);
  const auto employers = this->employers(query);
  Candidates out;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    if (row.gone) continue;
    if (query.organisation && row.facts.organisation != query.organisation) continue;
    const rules::Employer& employer = employers[employer_of_[i]];
    if (!employer.serves) continue;
    Candidate candidate = rules::judge(row, employer, query, when);
    (candidate.may_be_sent() ? out.free : out.blocked).push_back(std::move(candidate));
  }
  return out;
}

void WorkerIndex::for_each_free(const CandidateQuery& query, Instant now, const std::function<void(const WorkerFacts&)>& visit) const {
  const rules::When when = rules::when(query, now);
  const std::shared_lock lock(mutex_);
  const auto employers = this->employers(query);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const rules::Employer& employer = employers[employer_of_[i]];
    if (!employer.active || !employer.offers || !employer.serves) continue;
    const Row& row = rows_[i];
    if (row.gone || (query.organisation && row.facts.organisation != query.organisation)) continue;
    if (rules::may_be_sent(row, employer, query, when)) visit(row.facts);
  }
}

std::optional<Candidate> WorkerIndex::judge(WorkerId worker, const CandidateQuery& query, Instant now) const {
  const std::shared_lock lock(mutex_);
  const auto at = row_of_.find(worker);
  if (at == row_of_.end()) return std::nullopt;
  const Row& row = rows_[at->second];
  return rules::judge(row, employer(companies_[employer_of_[at->second]], query), query, rules::when(query, now));
}

std::optional<WorkerFacts> WorkerIndex::worker(WorkerId id) const {
  const std::shared_lock lock(mutex_);
  const auto at = row_of_.find(id);
  if (at == row_of_.end()) return std::nullopt;
  return rows_[at->second].facts;
}

std::string WorkerIndex::company_name(OrganisationId id) const {
  const std::shared_lock lock(mutex_);
  const auto at = company_of_.find(id);
  return at == company_of_.end() ? std::string() : companies_[at->second].name;
}

std::uint32_t WorkerIndex::company_at(OrganisationId id) {
  const auto [at, fresh] = company_of_.emplace(id, static_cast<std::uint32_t>(companies_.size()));
  if (fresh) companies_.emplace_back();
  return at->second;
}

WorkerIndex::Row* WorkerIndex::row(WorkerId id) {
  const auto at = row_of_.find(id);
  return at == row_of_.end() ? nullptr : &rows_[at->second];
}

std::vector<OrganisationId> WorkerIndex::companies_sounding(std::string_view typed, std::size_t limit) const {
  const std::shared_lock lock(mutex_);
  std::vector<OrganisationId> out;
  for (const auto& [id, at] : company_of_)
    if (out.size() < limit && rules::sounds_like(place_pinyin(companies_[at].name), typed)) out.push_back(id);
  return out;
}

std::vector<WorkerId> WorkerIndex::workers_sounding(std::string_view typed, std::size_t limit) const {
  const std::shared_lock lock(mutex_);
  std::vector<WorkerId> out;
  for (const Row& row : rows_)
    if (!row.gone && out.size() < limit && rules::sounds_like(person_pinyin(row.facts.name), typed)) out.push_back(row.facts.id);
  return out;
}

void WorkerIndex::put(OrganisationId id, Company company) {
  const std::unique_lock lock(mutex_);
  companies_[company_at(id)] = std::move(company);
}

void WorkerIndex::set_active(OrganisationId id, bool active) {
  const std::unique_lock lock(mutex_);
  companies_[company_at(id)].active = active;
}

void WorkerIndex::put(WorkerFacts facts) {
  const std::unique_lock lock(mutex_);
  const auto [at, fresh] = row_of_.emplace(facts.id, static_cast<std::uint32_t>(rows_.size()));
  if (fresh) {
    rows_.emplace_back();
    rows_.back().licences.fill({});
    employer_of_.emplace_back();
  }
  Row& row = rows_[at->second];
  employer_of_[at->second] = company_at(facts.organisation);
  row.facts = std::move(facts);
}

void WorkerIndex::set_licence(WorkerId id, Licence licence, Date last_day) {
  const std::unique_lock lock(mutex_);
  if (Row* found = row(id)) found->licences[static_cast<std::size_t>(licence)] = last_day;
}

void WorkerIndex::set_rating(WorkerId id, std::int32_t rating_x100) {
  const std::unique_lock lock(mutex_);
  if (Row* found = row(id)) found->facts.rating_x100 = rating_x100;
}

void WorkerIndex::erase(WorkerId id) {
  const std::unique_lock lock(mutex_);
  if (Row* found = row(id)) found->gone = true;
  row_of_.erase(id);
}

void WorkerIndex::erase(OrganisationId id) {
  const std::unique_lock lock(mutex_);
  const auto at = company_of_.find(id);
  if (at == company_of_.end()) return;
  companies_[at->second] = {};
  company_of_.erase(at);
}

void Part::load(sql::Connection& db, const entity::Vault& vault) {
  namespace store = entity::store;
  std::unordered_map<OrganisationId, std::vector<RegionRange>> areas;
  {
    auto rows = db.rows("SELECT organisation_id, region, region_end FROM organisation_area ORDER BY organisation_id, region");
    while (rows.next()) areas[rows.id<OrganisationId>(0)].push_back({rows.integer(1), rows.integer(2)});
  }
  {
    auto rows = db.rows(store::select<Organisation>("organisation", "o"));
    while (rows.next()) {
      auto o = store::read<Organisation>(rows, vault, "organisation");
      workers.put(o.id, {o.name, o.state == OrganisationState::active, o.services, areas[o.id]});
    }
  }
  {
    // Without the sealed columns: opening them takes longer than all the rest.
    auto rows = db.rows("SELECT id, organisation_id, name, sex, skills, work_days, shift_from_min, shift_to_min, home_lon_e6, "
                        "home_lat_e6, rating_x100, state FROM worker ORDER BY id");
    while (rows.next()) {
      Worker w;
      w.id = rows.id<WorkerId>(0);
      w.organisation_id = rows.id<OrganisationId>(1);
      w.name = rows.str(2);
      w.sex = static_cast<Sex>(rows.integer(3));
      entity::codec_of<std::vector<Skill>>()->from_sql(rows, 4, &w.skills);
      entity::codec_of<std::vector<std::int32_t>>()->from_sql(rows, 5, &w.work_days);
      w.shift_from_min = static_cast<std::int32_t>(rows.integer(6));
      w.shift_to_min = static_cast<std::int32_t>(rows.integer(7));
      w.home_lon_e6 = rows.integer(8);
      w.home_lat_e6 = rows.integer(9);
      w.rating_x100 = static_cast<std::int32_t>(rows.integer(10));
      w.state = static_cast<WorkerState>(rows.integer(11));
      workers.put(facts_of(w));
    }
  }
  {
    auto rows = db.rows("SELECT worker_id, kind, MAX(COALESCE(expires, ?)) FROM certificate WHERE revoked = 0 GROUP BY worker_id, kind",
                        std::int64_t{rules::kNeverExpires.days});
    while (rows.next())
      workers.set_licence(rows.id<WorkerId>(0), static_cast<Licence>(rows.integer(1)), Date{static_cast<std::int32_t>(rows.integer(2))});
  }
}

void count_facilities_with(Kernel& kernel, std::function<std::int64_t(sql::Connection&, OrganisationId)> count) {
  kernel.parts.get<Part>().count_facilities = std::move(count);
}

Candidates candidates(const Kernel& kernel, const CandidateQuery& query) {
  return kernel.parts.get<Part>().workers.find(query, kernel.clock.now());
}

void for_each_free(const Kernel& kernel, const CandidateQuery& query, const std::function<void(const WorkerFacts&)>& visit) {
  kernel.parts.get<Part>().workers.for_each_free(query, kernel.clock.now(), visit);
}

std::optional<Candidate> candidate(const Kernel& kernel, WorkerId worker, const CandidateQuery& query) {
  return kernel.parts.get<Part>().workers.judge(worker, query, kernel.clock.now());
}

std::optional<WorkerFacts> worker(const Kernel& kernel, WorkerId id) { return kernel.parts.get<Part>().workers.worker(id); }

std::string organisation_name(const Kernel& kernel, OrganisationId id) {
  return kernel.parts.get<Part>().workers.company_name(id);
}

}  // namespace yilin::providers
