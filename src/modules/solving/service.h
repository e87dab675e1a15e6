#pragma once
// The routing engine as a service: VROOM-shaped JSON in and out. Internal to solving.
//
//   POST /api/route/solve?seconds=&iterations=&seed=&objective=   body: a problem as VROOM takes it (formats/routing/vroom.h)
//     small (kSmallVisits visits, kSmallSeconds): 200 with VROOM's answer; long: 202 with a job
//   POST /api/uploads/route/solve      the same for bodies beyond 1 MiB
//   GET /api/route/jobs/{id}           state and progress; GET …/answer: VROOM's answer; POST …/cancel
//   POST /api/route/check              {"problem": …, "answer": …} → the independent checker's verdict
//   POST /api/route/explain            {"problem", "answer", "visit", "vehicle"} → why, and why not
//
// Jobs live in memory, for whoever asked for them: a restart forgets them, and the caller asks again.

#include <atomic>
#include <map>
#include <mutex>

#include "http/router.h"
#include "modules/solving/solving.h"

namespace yilin::solving {

inline constexpr std::int64_t kVisitsMax = 10'000;
inline constexpr std::size_t kSmallVisits = 200;
inline constexpr double kSmallSeconds = 1;       // of CPU
inline constexpr std::int64_t kSecondsMax = 60;
inline constexpr std::int64_t kIterationsMax = 2'000'000;
inline constexpr std::size_t kUploadMax = 64u << 20;
inline constexpr std::size_t kJobsMax = 64;      // kept at one time, answers with them
inline constexpr Millis kJobKept = hours(1);

using JobId = Id<struct SolveJobTag>;
enum class JobState : std::uint8_t { waiting = 1, solving = 2, done = 3, failed = 4 };
std::span<const entity::EnumName> enum_names(JobState);

struct JobView {
  JobId id;
  JobState state = JobState::waiting;
  std::int32_t percent = 0, ahead = 0;
  std::int64_t visits = 0, unassigned = 0;
  std::string problem;             // of a failed one
  Instant created_at, ended_at;
  static const entity::Table& fields();
};

class Jobs {
 public:
  struct Job {
    UserId owner;
    JobView view;
    BackgroundSolver::Ticket ticket = 0;
    std::string answer;
  };
  // None: too many are kept. Old ended ones make room.
  std::optional<JobId> open(UserId owner, std::int64_t visits, Instant now);
  void set_ticket(JobId id, BackgroundSolver::Ticket ticket);
  void started(JobId id);
  void ended(JobId id, JobState state, std::string answer, std::string problem, std::int64_t unassigned, Instant now);
  std::optional<Job> find(JobId id, UserId owner) const;
  void forget(JobId id);

 private:
  mutable std::mutex mutex_;
  std::map<JobId, Job> jobs_;
  std::int64_t last_ = 0;
};

struct Service {
  explicit Service(std::shared_ptr<BackgroundSolver> background) : slow(std::move(background)) {}
  std::shared_ptr<BackgroundSolver> slow;
  BackgroundSolver quick{5};       // small requests never wait behind long ones
  std::shared_ptr<Jobs> jobs = std::make_shared<Jobs>();  // work under way keeps them, never the solvers
};

void add_routes(http::Router& router, std::shared_ptr<Service> service);

}  // namespace yilin::solving
