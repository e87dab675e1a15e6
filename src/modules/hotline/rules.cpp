#include "modules/hotline/rules.h"

#include <algorithm>

namespace yilin::hotline::rules {
using access::Role;

std::span<const lifecycle::Transition<CallState>> call_moves() {
  static constexpr access::Roles operators{Role::hotline_operator};
  static constexpr lifecycle::Transition<CallState> table[] = {
      {CallState::ringing, "answer", CallState::answered, operators},
      {CallState::ringing, "miss", CallState::missed, {}},
      {CallState::answered, "draft", CallState::answered, operators},
      {CallState::answered, "bind", CallState::answered, operators},
      {CallState::answered, "emergency", CallState::answered, operators},
      {CallState::answered, "step", CallState::answered, operators},
      {CallState::wrapped, "step", CallState::wrapped, operators},
      {CallState::answered, "wrap", CallState::wrapped, operators},
  };
  return table;
}

std::span<const lifecycle::Transition<TaskState>> task_moves() {
  static constexpr lifecycle::Transition<TaskState> table[] = {{TaskState::open, "done", TaskState::done, {Role::hotline_operator}}};
  return table;
}

Origin origin_of(const std::vector<LikelyCaller>& callers, RegionCode city) {
  if (callers.empty()) return {{}, city};
  Origin origin{callers.front().elder, callers.front().region};
  for (const LikelyCaller& c : callers) {
    if (c.elder != origin.elder) origin.elder = {};
    while (!origin.region.contains(c.region)) origin.region = origin.region.parent();
  }
  return origin;
}

}  // namespace yilin::hotline::rules
