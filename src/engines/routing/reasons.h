#pragma once
// What reasons and relaxations are judged by: the same scans and timelines as the search itself.

#include <vector>

#include "engines/routing/insertion.h"
#include "engines/routing/timeline.h"

namespace yilin::routing {

struct Reasoner {
  const Plan& plan;
  const Model& m;
  const Problem& p;
  Plan empty, trial;
  int only_carer;  // of the model; −1 = all

  Reasoner(const Plan& pl, int only) : plan(pl), m(pl.model()), p(*m.problem), empty(m), trial(pl), only_carer(only) {}

  Reason reason(int unit) const;
  // Changes that let the unit in, not yet the smallest of each kind. `visit`: whose windows may move (of a shipment's two).
  void relax(int unit, int visit, bool replacing, std::vector<Relaxation>& out);

  bool asked(int carer) const { return only_carer < 0 || carer == only_carer; }
  std::vector<int> missing_skills(int carer, int task) const;
  // What keeps this carer from the task besides time, limits and load: nothing (none), one thing that could be changed, or
  // more than that (false).
  bool permission(int carer, int task, Relaxation& need) const;
  // How many dimensions would be overloaded, and by how much the last of them. Only where loads just add up.
  std::pair<int, std::int64_t> over_load(int task, int carer) const;

 private:
  bool fits_alone(int unit) const;
  bool load_fits(int carer, int task) const;
  bool anyone(const Unit& u, auto&& can) const;
  bool fits_somewhere(int task, int carer) const;
  void relax_gap(int task, int carer, const GeneralScan& s, int gap, std::vector<Relaxation>& out);
  void relax_single(int unit, std::vector<Relaxation>& out);
  void replace_other(int unit, std::vector<Relaxation>& out);
};

// Of visits for two carers and of those with a precedence: the halves must meet, and keep the time that the tie leaves.
void relax_tied(Reasoner&, int unit, bool replacing, std::vector<Relaxation>& out);
// Of shipments, for one of the two visits.
void relax_shipment(Reasoner&, int unit, int visit, std::vector<Relaxation>& out);

// The lightest other visit in whose place `fits(carer)` holds in reasoner.trial, among carers that `may`.
template <class May, class Fits>
void find_replaced(Reasoner& r, May&& may, Fits&& fits, std::vector<Relaxation>& out) {
  const Model& m = r.m;
  std::int64_t lightest = std::numeric_limits<std::int64_t>::max();
  Relaxation best;
  for (std::size_t c = 0; c < m.carers.size(); ++c) {
    const int carer = static_cast<int>(c);
    if (!r.asked(carer) || !may(carer)) continue;
    const std::vector<int> tasks = r.plan.route(carer).tasks;
    for (const int t : tasks) {
      const int other = m.tasks[t].unit;
      if (other < 0 || m.units[other].weight >= lightest) continue;
      std::vector<int> leaving{other};
      r.trial.add_dependents(leaving);
      if (leaving.size() > 1) continue;
      r.trial.begin();
      r.trial.take_out(leaving);
      const bool enough = r.trial.broken() == 0 && fits(carer);
      r.trial.rollback();
      if (!enough) continue;
      lightest = m.units[other].weight;
      best = {RelaxationKind::other_visit, m.carers[c].carer, m.tasks[t].visit};
    }
  }
  if (best.kind != RelaxationKind::none) out.push_back(best);
}

}  // namespace yilin::routing
