#pragma once
// Who may be sent to which visit, by the same filters as live dispatch (providers::candidates, elders' refusals), written as
// the engine's skills and refusals. Internal to dayplan.

#include <map>
#include <unordered_map>
#include <vector>

#include "engines/routing/problem.h"
#include "kernel/command/tx.h"
#include "modules/orders/orders.h"
#include "modules/providers/providers.h"

namespace yilin::dayplan {

struct Day;

// Skills of the problem: catalogue skills are their own numbers, licences come behind them.
inline constexpr int kLicenceFrom = 32;
std::string skill_name(int skill);  // Chinese

struct Eligible {
  providers::WorkerFacts facts;
  std::vector<int> skills;          // with the licences that are valid on the day; ascending
  bool on_duty = false;             // works on that weekday, is active, and so is her organisation
};

class Eligibility {
 public:
  Eligibility(const command::Reader& reader, Date date) : reader_(reader), date_(date) {}

  // Must have seen every item and place before fill(): whose organisations serve the one and offer the other.
  void learn(ServiceItemId item, RegionCode region) { field(item, region); }
  const std::vector<Eligible>& all();               // by id
  const Eligible* find(WorkerId worker);            // also of somebody who serves elsewhere; null: unknown
  const Eligible* find(WorkerId worker) const;
  WorkerId wanted(VisitId visit);                   // by the order's plan or the elder

  // Windows, skills, refused and usual of a visit that may begin within `window`. `organisation`: only hers. A team of
  // several comes from one organisation: from the one that has most of those who may go.
  void fill(routing::Visit& out, routing::Window window, ServiceItemId item, RegionCode region, ElderId elder, OrganisationId organisation, WorkerId wanted,
            std::size_t needed, const Day& day);

 private:
  struct Field {                                    // of an item in a community
    std::unordered_map<WorkerId, std::uint16_t> blocks;  // of those whose organisation serves the place; but for the hours
  };
  const Field& field(ServiceItemId item, RegionCode region);
  void add(const providers::WorkerFacts& facts);

  const command::Reader& reader_;
  Date date_;
  std::map<std::pair<ServiceItemId, RegionCode>, Field> fields_;
  std::unordered_map<WorkerId, Eligible> known_;
  std::vector<Eligible> all_;
  bool sorted_ = true;
};

}  // namespace yilin::dayplan
