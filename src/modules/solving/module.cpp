#include "modules/solving/module.h"

#include "modules/solving/service.h"

namespace yilin::solving {
namespace {

constexpr int kNiceness = 15;

// So that the façade finds the solver, which lives with the routes: it must end before what it works on.
struct Reference {
  std::weak_ptr<BackgroundSolver> solver;
};

}  // namespace

std::shared_ptr<BackgroundSolver> background(const Kernel& kernel) { return kernel.parts.get<Reference>().solver.lock(); }

Module module() {
  Module m;
  m.name = "solving";
  m.attach = [](Kernel& kernel, http::Router& router) {
    const auto solver = std::make_shared<BackgroundSolver>(kNiceness);
    kernel.parts.put<Reference>(Reference{solver});
    add_routes(router, std::make_shared<Service>(solver));
  };
  m.errors = {&errors::queue_full};
  return m;
}

}  // namespace yilin::solving
