#pragma once
// What the module keeps in memory, following each commit: who may be sent. Readers share a lock; changes come from the writer's thread after the commit.

#include <map>
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "kernel/sealing/sealing.h"
#include "modules/providers/rules.h"

namespace yilin::providers {

class WorkerIndex {
 public:
  struct Company {
    std::string name;
    bool active = false;
    std::vector<std::string> services;
    std::vector<RegionRange> areas;
  };

  Candidates find(const CandidateQuery& query, Instant now) const;
  void for_each_free(const CandidateQuery& query, Instant now, const std::function<void(const WorkerFacts&)>& visit) const;
  std::optional<Candidate> judge(WorkerId worker, const CandidateQuery& query, Instant now) const;
  std::optional<WorkerFacts> worker(WorkerId id) const;
  std::string company_name(OrganisationId id) const;
  // Whose name is like what somebody typed: pinyin or initials (rules::sounds_like). At most `limit`, in no order.
  std::vector<OrganisationId> companies_sounding(std::string_view typed, std::size_t limit) const;
  std::vector<WorkerId> workers_sounding(std::string_view typed, std::size_t limit) const;

  void put(OrganisationId id, Company company);
  void set_active(OrganisationId id, bool active);
  void put(WorkerFacts facts);                                        // keeps her licences
  void set_licence(WorkerId id, Licence licence, Date last_day);      // none: she has none
  void set_rating(WorkerId id, std::int32_t rating_x100);
  void erase(WorkerId id);         // was entered in error
  void erase(OrganisationId id);   // the same; it has no workers

 private:
  struct Row : rules::Entry {
    bool gone = false;
  };
  static rules::Employer employer(const Company& company, const CandidateQuery& query);
  std::vector<rules::Employer> employers(const CandidateQuery& query) const;
  std::uint32_t company_at(OrganisationId id);
  Row* row(WorkerId id);

  mutable std::shared_mutex mutex_;
  std::vector<Company> companies_;
  std::unordered_map<OrganisationId, std::uint32_t> company_of_;
  std::vector<Row> rows_;  // by worker id: ids rise, so that a new one goes to the end
  std::vector<std::uint32_t> employer_of_;  // by row: where in companies_; apart, so that a scan passes over others' people quickly
  std::unordered_map<WorkerId, std::uint32_t> row_of_;
};

struct Part {
  explicit Part(const sealing::KeyProvider& keys) : phone(keys, "worker.phone"), id_card(keys, "worker.id_card") {}
  void load(sql::Connection& db, const entity::Vault& vault);

  WorkerIndex workers;
  std::function<std::int64_t(sql::Connection&, OrganisationId)> count_facilities;
  sealing::BlindIndex phone, id_card;
};

WorkerFacts facts_of(const Worker& worker);

}  // namespace yilin::providers
