#pragma once
// PURE: what the engine's answer means for the visits that stand: the difference, and words for who is left out.

#include "modules/dayplan/day.h"

namespace yilin::dayplan {

struct Proposal {
  std::vector<Change> changes;        // without ids; by planned start
  std::vector<Unassigned> unassigned;
  std::int64_t travel_min = 0;        // of all carers
  Fen cost_fen;
};

// `promised`: a re-plan, in which visits that somebody holds may move.
Proposal difference(const Day& day, const routing::Answer& answer, bool promised);

std::int64_t travel_minutes(const routing::Answer& answer);
std::string reason_sentence(routing::Reason reason);
std::string relaxation_sentence(const Day& day, const routing::Relaxation& relaxation);
std::vector<std::string> relaxation_sentences(const Day& day, const std::vector<routing::Relaxation>& list);

}  // namespace yilin::dayplan
