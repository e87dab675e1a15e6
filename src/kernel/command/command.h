#pragma once
// Command → decide → one act → one transaction.

#include <functional>
#include <memory>
#include <string>

#include "kernel/command/tx.h"

namespace yilin::command {

namespace errors {
inline constexpr ErrorKind key_missing{"idempotency_key_missing", 400, "缺少 Idempotency-Key 请求头，无法保证不重复办理。", "The Idempotency-Key header is missing."};
inline constexpr ErrorKind key_malformed{"idempotency_key_malformed", 400, "Idempotency-Key 应为 8 到 64 个可见字符。", "Idempotency-Key must be 8 to 64 printable characters."};
inline constexpr ErrorKind key_reused{"idempotency_key_reused", 409, "同一个 Idempotency-Key 已用于内容不同的请求。", "The key was used with another body."};
}  // namespace errors

inline constexpr Millis kIdempotencyKept = days(7);

struct Answer {
  int status = 200;
  std::string body;  // JSON
};

// What makes a retry the same request. Empty key: not idempotent (internal commands, credential routes).
struct Idempotency {
  std::string key;
  std::string route;        // "POST /api/orders"
  std::string body_digest;  // SM3 of path, query and body
};

// Runs `work` on the writer and calls `done` (on the writer's thread) once it is durable: with its answer, with the first
// answer replayed byte for byte (rights are checked again by the router before), or with the error. Success without
// exactly one recorded act is a bug (assert).
void submit(Kernel& kernel, std::shared_ptr<const access::Caller> caller, Idempotency idempotency,
            std::function<Result<Answer>(Tx&)> work, std::function<void(Result<Answer>)> done,
            sql::Lane lane = sql::Lane::command);

// The same, waiting: for command lines, imports, the simulator and tests. Never on the writer's thread.
Status run(Kernel& kernel, const access::Caller& caller, std::function<Status(Tx&)> work,
           sql::Lane lane = sql::Lane::command);
template <class T>
Result<T> run_for(Kernel& kernel, const access::Caller& caller, std::function<Result<T>(Tx&)> work,
                  sql::Lane lane = sql::Lane::command) {
  std::optional<T> out;
  YILIN_CHECK(run(kernel, caller, [&](Tx& tx) -> Status {
    YILIN_TRY(out, work(tx));
    return {};
  }, lane));
  return std::move(*out);
}

// What Tx::soon leaves to do, also at the start. Returns at once; an error is logged, and `if_refused` done instead.
void soon(Kernel& kernel, std::function<Status(Tx&)> work, std::function<Status(Tx&)> if_refused = {});
// Waits until what was left to do soon by now is done. For command lines, the simulator and tests; never on the writer's thread.
void settle(Kernel& kernel);

// Deletes idempotency rows older than kIdempotencyKept, at most 500 a call; returns how many. Run daily by a deadline.
std::int64_t forget_old_keys(Tx& tx);

}  // namespace yilin::command
