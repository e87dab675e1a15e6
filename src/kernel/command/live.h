#pragma once
// Live updates: after a commit, "this subject changed" goes to the browsers that may see it. No data travels, only what to
// fetch again. Thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "kernel/access/access.h"

namespace yilin::command {

struct Change {
  std::string_view subject_kind;
  std::int64_t subject = 0;
  RegionCode region;
  OrganisationId organisation;
  WorkerId worker;
  ElderId elder;
};

class Live {
 public:
  static constexpr std::size_t kListenersMax = 4096;
  using Send = std::function<bool(const Change&)>;  // false: the listener has gone
  // `close` is called once if the listening is ended from here. False: full.
  bool listen(std::shared_ptr<const access::Caller> caller, Send send, std::function<void()> close = {});
  void publish(const Change& change);
  // Ends what listens as this very Caller: her session is over, or her rights have changed.
  void end(const access::Caller& caller);
  std::size_t listeners() const;

 private:
  struct Listener {
    std::shared_ptr<const access::Caller> caller;
    Send send;
    std::function<void()> close;
  };
  mutable std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace yilin::command
