#include "modules/benefits/lifecycle.h"

namespace yilin::benefits {
namespace {
using access::Role;
using S = ApplicationState;

constexpr access::Roles kTown{Role::official, Role::community_worker};
constexpr access::Roles kOfficial{Role::official};
constexpr access::Roles kApplicant{Role::official, Role::community_worker, Role::hotline_operator, Role::elder, Role::family};
constexpr access::Roles kNobody{};

constexpr lifecycle::Transition<S> kMoves[] = {
    {S::applied, "check", S::checked, kTown},
    {S::applied, "check_promise", S::surveyed, kTown},     // 告知承诺: surveyed afterwards
    {S::checked, "survey", S::surveyed, kTown},
    {S::surveyed, "publish", S::published, kOfficial},
    {S::published, "object", S::checked, kTown, true},     // an objection that must be looked into: surveyed again
    {S::published, "notice_end", S::noticed, kNobody},
    {S::noticed, "confirm", S::confirmed, kOfficial},
    {S::applied, "refuse", S::refused, kOfficial, true},
    {S::checked, "refuse", S::refused, kOfficial, true},
    {S::surveyed, "refuse", S::refused, kOfficial, true},
    {S::noticed, "refuse", S::refused, kOfficial, true},
    {S::applied, "withdraw", S::withdrawn, kApplicant, true},
    {S::checked, "withdraw", S::withdrawn, kApplicant, true},
    {S::surveyed, "withdraw", S::withdrawn, kApplicant, true},
    {S::published, "withdraw", S::withdrawn, kApplicant, true},
    {S::noticed, "withdraw", S::withdrawn, kApplicant, true},
};
}  // namespace

std::span<const lifecycle::Transition<S>> application_moves() { return kMoves; }

}  // namespace yilin::benefits
