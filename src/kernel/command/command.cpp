#include "kernel/command/command.h"

#include <future>

#include "base/assert.h"
#include "base/log.h"

namespace yilin::command {

// One command on its way through the writer. run() may be called again after a failed group: it starts afresh.
struct Execution {
  Kernel& kernel;
  std::shared_ptr<const access::Caller> caller;
  Idempotency idempotency;
  std::function<Result<Answer>(Tx&)> work;
  std::function<void(Result<Answer>)> done;

  std::optional<Result<Answer>> result;
  std::vector<Change> changes;
  std::vector<std::function<void()>> effects;

  bool run(sql::Connection& db) {
    result.reset();
    changes.clear();
    effects.clear();
    if (!idempotency.key.empty()) {
      result = earlier_answer(db);
      if (result) return true;  // waits for the group's commit: the first answer may still be in it
    }
    Tx tx(kernel, db, *caller, kernel.clock.now());
    result = work(tx);
    if (!*result) return false;
    YILIN_ASSERT(tx.recorded_ != tx.idle_);
    if (tx.recorded_) {
      kernel.journal->append(db, tx.now, {caller->user, caller->name, tx.on_behalf_of_, caller->organisation}, tx.act_);
      if (!idempotency.key.empty()) remember(db, tx.now);
    }
    changes = std::move(tx.changes_);
    effects = std::move(tx.effects_);
    return true;
  }

  void finish(sql::Outcome outcome) {
    switch (outcome) {
      case sql::Outcome::committed:
        for (const auto& effect : effects) effect();
        for (const Change& change : changes) kernel.live.publish(change);
        break;
      case sql::Outcome::rolled_back: break;
      case sql::Outcome::failed: result = fail(yilin::errors::internal); break;
      case sql::Outcome::refused: result = fail(yilin::errors::busy); break;
    }
    done(std::move(*result));
  }

 private:
  std::string place() const { return "idempotency|" + idempotency.route + "|" + idempotency.key; }

  std::optional<Result<Answer>> earlier_answer(sql::Connection& db) {
    auto rows = db.rows("SELECT body_digest, status, answer FROM idempotency WHERE actor = ? AND key = ? AND route = ?",
                        caller->user.value, idempotency.key, idempotency.route);
    if (!rows.next()) return std::nullopt;
    if (rows.text(0) != idempotency.body_digest) return Result<Answer>(fail(errors::key_reused));
    auto body = kernel.sealer->open(rows.bytes(2), place());
    if (!body) return Result<Answer>(fail(yilin::errors::internal));
    return Result<Answer>(Answer{static_cast<int>(rows.integer(1)), std::move(*body)});
  }

  void remember(sql::Connection& db, Instant now) {
    db.queue("INSERT INTO idempotency (actor, route, key, body_digest, status, answer, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
             caller->user.value, idempotency.route, idempotency.key, idempotency.body_digest, (*result)->status,
             kernel.sealer->seal((*result)->body, place()), now.ms);
  }
};

void submit(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Idempotency idempotency,
            std::function<Result<Answer>(Tx&)> work, std::function<void(Result<Answer>)> done, sql::Lane lane) {
  auto execution = std::make_shared<Execution>(
      Execution{kernel, std::move(caller), std::move(idempotency), std::move(work), std::move(done), {}, {}, {}});
  sql::Job job;
  job.lane = lane;
  job.run = [execution](sql::Connection& db) { return execution->run(db); };
  job.done = [execution](sql::Outcome outcome) { execution->finish(outcome); };
  kernel.writer->submit(std::move(job));
}

Status run(Kernel& kernel, const access::Caller& caller, std::function<Status(Tx&)> work, sql::Lane lane) {
  std::promise<Status> promise;
  submit(
      kernel, std::make_shared<const access::Caller>(caller), {},
      [&](Tx& tx) -> Result<Answer> {
        YILIN_CHECK(work(tx));
        return Answer{};
      },
      [&](Result<Answer> answer) { promise.set_value(answer ? Status{} : Status(fail(std::move(answer).error()))); }, lane);
  return promise.get_future().get();
}

void soon(Kernel& kernel, std::function<Status(Tx&)> work, std::function<Status(Tx&)> if_refused) {
  submit(
      kernel, std::shared_ptr<const access::Caller>(&access::Caller::system(), [](auto*) {}), {},
      [work = std::move(work)](Tx& tx) -> Result<Answer> {
        YILIN_CHECK(work(tx));
        return Answer{};
      },
      [&kernel, if_refused = std::move(if_refused)](Result<Answer> answer) {
        if (answer || answer.error().kind == &yilin::errors::busy) return;  // busy: the cell has stopped
        log::warning("soon_refused", {{"error", answer.error().kind->code}});
        if (if_refused) soon(kernel, if_refused);
      },
      sql::Lane::soon);
}

void settle(Kernel& kernel) {
  kernel.writer->run(sql::Lane::soon, [](sql::Connection&) { return true; });
}

std::int64_t forget_old_keys(Tx& tx) {
  return tx.db.exec(
      "DELETE FROM idempotency WHERE (actor, key, route) IN "
      "(SELECT actor, key, route FROM idempotency WHERE at_ms < ? ORDER BY at_ms LIMIT 500)",
      (tx.now - kIdempotencyKept).ms);
}

}  // namespace yilin::command
