#pragma once
// How the simulated people act: commands through façades (Hands), and, where only a screen has it, requests through the
// router (Desk). Everything goes to the writer without waiting, so that a group commit carries many; wait() waits for all.
// `one_by_one`: each waits until it is durable, so that what comes next does not depend on who shared a commit with whom.

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/router.h"
#include "kernel/command/command.h"

namespace yilin::sim {

using CallerPtr = std::shared_ptr<const access::Caller>;

class Hands {
 public:
  explicit Hands(Kernel& kernel, bool one_by_one = false) : kernel_(kernel), one_by_one_(one_by_one) {}
  ~Hands() { wait(); }
  void act(CallerPtr caller, std::function<Status(command::Tx&)> work);
  void wait();
  // How often each error code came back: refusals are part of a simulated day.
  std::map<std::string, std::int64_t> refusals() const;
  std::int64_t acts() const;

 private:
  friend class Desk;
  void begin();
  void end(std::string_view error_code);
  Kernel& kernel_;
  const bool one_by_one_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int in_flight_ = 0;
  std::int64_t acts_ = 0;
  std::map<std::string, std::int64_t> refusals_;
};

// For a process that listens to nobody: it replaces the router's sessions by its own.
class Desk {
 public:
  Desk(Hands& hands, http::Router& router);
  void post(const CallerPtr& caller, std::string path, std::string body, std::function<void(const std::string& answer)> then = {});
  // Waits.
  std::string get(const CallerPtr& caller, std::string path, std::vector<std::pair<std::string, std::string>> query);

 private:
  void send(http::Request request, const CallerPtr& caller, std::function<void(const std::string&)> then);
  Hands& hands_;
  http::Router& router_;
  std::mutex mutex_;
  std::unordered_map<std::string, CallerPtr> callers_;  // by ticket, while a request is under way
  const std::int64_t opened_ms_;     // keys of another start are never met again
  std::int64_t tickets_ = 0;
};

}  // namespace yilin::sim
