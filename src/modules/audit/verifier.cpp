#include "modules/audit/verifier.h"

#include "base/log.h"
#include "modules/audit/rules.h"

namespace yilin::audit {
namespace {
struct GivenUp {};
}  // namespace

Verifier::~Verifier() {
  stopping_ = true;
  wait();
}

void Verifier::start() {
  const std::lock_guard lock(mutex_);
  if (running_.exchange(true)) return;
  if (thread_.joinable()) thread_.join();
  done_ = total_ = 0;
  thread_ = std::thread([this] { run(); });
}

void Verifier::wait() {
  std::thread thread;
  {
    const std::lock_guard lock(mutex_);
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

ChainStatus Verifier::status() const {
  const std::lock_guard lock(mutex_);
  ChainStatus status = last_;
  status.running = running_;
  status.done = done_;
  status.total = total_;
  status.last_checkpoint = kernel_.journal->last_checkpoint();
  return status;
}

void Verifier::run() {
  try {
    auto db = kernel_.readers->borrow();
    const journal::Verdict verdict = journal::Journal::verify(*kernel_.keys, kernel_.data_folder + "/checkpoints.log", *db,
                                                              [this](std::int64_t done, std::int64_t total) {
                                                                done_ = done;
                                                                total_ = total;
                                                                if (stopping_) throw GivenUp{};
                                                              });
    ChainStatus status;
    status.verified_at = kernel_.clock.now();
    status.sound = verdict.sound();
    status.acts = verdict.acts;
    status.erased_payloads = verdict.erased_payloads;
    for (const journal::Verdict::Problem& p : verdict.problems)
      status.problems.push_back({std::string(rules::name_of(p.finding)), p.seq, p.last, p.sentence});
    if (!status.sound) log::error("journal_not_sound", {{"problems", status.problems.size()}});
    const std::lock_guard lock(mutex_);
    last_ = std::move(status);
  } catch (const GivenUp&) {
  } catch (const std::exception& e) {
    log::error("journal_verify_failed", {{"what", e.what()}});
  }
  running_ = false;
}

}  // namespace yilin::audit
