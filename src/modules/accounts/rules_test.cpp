#include "modules/accounts/rules.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "modules/accounts/provision.h"
#include "modules/accounts/hash_pool.h"
#include "modules/accounts/throttle.h"

namespace yilin::accounts {
namespace {

const Instant kNow = *parse_instant("2026-11-22T09:00:00+08:00");

Account official() {
  Account a;
  a.username = "wang.min";
  a.roles = static_cast<std::int32_t>(Roles{Role::official}.bits);
  a.created_at = a.password_changed_at = kNow;
  return a;
}

TEST(AccountRules, WhatWasTypedAsANameIsMasked) {
  EXPECT_EQ(rules::masked_name("chenchu"), "c***u");
  EXPECT_EQ(rules::masked_name("abcd"), "a***");
  EXPECT_EQ(rules::masked_name("x"), "x***");
  EXPECT_EQ(rules::masked_name(""), "***");
  EXPECT_EQ(rules::masked_name("陈处长在这里"), "陈***里");
  EXPECT_EQ(rules::masked_name("13812345678"), "138****5678");
  EXPECT_EQ(rules::masked_name("11010519491231002X"), "1***X");
}

TEST(Password, IsRefusedWhenGuessable) {
  for (const char* bad : {"", "short1A!", "alllowercase", "TwoKindsOnlyHere", "Password123!", "P@ssw0rd2026", "Admin@2026!!",
                          "12345678Aa!", "AAAAaaaa1111!", "wang.min-2026A", "A1-nim.gnaw-2", "Qwerty!23456"})
    EXPECT_FALSE(rules::check_password(bad, "wang.min")) << bad;
  for (const char* good : {"kT7m-xQ2v-Rp9s", "Hq-yuan3 zhou", "濮水长流Ab1-xyz", "correct Horse 7 battery"})
    EXPECT_TRUE(rules::check_password(good, "wang.min")) << good;
  EXPECT_FALSE(rules::check_password(std::string(129, 'a') + "B1", "wang.min"));
}

TEST(Password, OneTimeOnesAreGoodAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string p = one_time_password("wang.min");
    EXPECT_EQ(p.size(), 19u);
    EXPECT_TRUE(rules::check_password(p, "wang.min"));
    EXPECT_TRUE(seen.insert(p).second);
  }
}

TEST(Username, HasAShape) {
  for (const char* good : {"abc", "wang.min", "z-9_8.7"}) EXPECT_TRUE(rules::check_username(good)) << good;
  for (const char* bad : {"", "ab", "9abc", "Wang", "王敏", "a b c", "abc'--", "a123456789012345678901234567890123"})
    EXPECT_FALSE(rules::check_username(bad)) << bad;
}

TEST(Roles_, AdministratorsStandAlone) {
  const OrganisationId org{1};
  const WorkerId worker{2};
  EXPECT_TRUE(rules::check_roles({}, {}, {}));
  EXPECT_TRUE(rules::check_roles({Role::official, Role::finance, Role::dispatcher}, {}, {}));
  for (const Role admin : {Role::system_admin, Role::security_admin, Role::auditor}) {
    EXPECT_TRUE(rules::check_roles({admin}, {}, {}));
    for (int other = 0; other < 10; ++other)
      EXPECT_EQ(rules::check_roles({admin, static_cast<Role>(other)}, org, worker).has_value(), static_cast<Role>(other) == admin);
  }
  EXPECT_FALSE(rules::check_roles({Role::elder}, {}, {}));
  EXPECT_FALSE(rules::check_roles({Role::provider_manager}, {}, {}));
  EXPECT_TRUE(rules::check_roles({Role::provider_manager}, org, {}));
  EXPECT_FALSE(rules::check_roles({Role::carer}, org, {}));
  EXPECT_TRUE(rules::check_roles({Role::carer}, org, worker));
  EXPECT_FALSE(rules::check_roles({Role::carer, Role::official}, org, worker));
}

TEST(Scopes, AreDatedRanges) {
  const Date d = Date::from_ymd(2026, 11, 22);
  const std::vector<ScopeInput> scopes{{{410902000000}, {}, {}}, {{410928000000}, d + 1, {}}, {{410922000000}, {}, d}, {{410923000000}, d, d + 1}};
  EXPECT_TRUE(rules::check_scopes(scopes));
  const auto ranges = rules::ranges_on(scopes, d);
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[0], RegionCode{410902000000}.subtree());
  EXPECT_EQ(ranges[1], RegionCode{410923000000}.subtree());
  EXPECT_FALSE(rules::check_scopes({{{}, {}, {}}}));
  EXPECT_FALSE(rules::check_scopes({{{410902000000}, d, d}}));
  EXPECT_FALSE(rules::check_scopes({{{410902000000}, {}, {}}, {{410902000000}, {}, d}}));
}

TEST(Lock, FallsAtTheFifthFailureAndEndsByItself) {
  Account a = official();
  for (int i = 0; i < 4; ++i) {
    rules::count_failure(a, kNow);
    EXPECT_EQ(rules::gate(a, kNow), rules::Gate::open);
  }
  rules::count_failure(a, kNow);
  EXPECT_EQ(rules::gate(a, kNow + minutes(15) - Millis{1}), rules::Gate::locked);
  EXPECT_EQ(rules::gate(a, kNow + minutes(15)), rules::Gate::open);
  for (int i = 0; i < 4; ++i) rules::count_failure(a, kNow + minutes(16));
  EXPECT_EQ(rules::gate(a, kNow + minutes(16)), rules::Gate::open);  // a full five again
  rules::count_success(a, kNow + minutes(16));
  EXPECT_EQ(a.failed_count, 0);
}

TEST(Steps, ComeInTheOrderThatGivesNothingAway) {
  Account a = official();
  a.totp_required = true;
  EXPECT_EQ(rules::next_step(a, {}, kNow), SignInStep::enrol);
  a.must_change_password = true;
  EXPECT_EQ(rules::next_step(a, {}, kNow), SignInStep::new_password);
  a.totp_secret = "JBSWY3DPEHPK3PXP";
  EXPECT_EQ(rules::next_step(a, {}, kNow), SignInStep::totp);  // before the password may be changed
  EXPECT_EQ(rules::next_step(a, {.totp = true}, kNow), SignInStep::new_password);
  a.must_change_password = false;
  EXPECT_EQ(rules::next_step(a, {.totp = true}, kNow), SignInStep::done);
  EXPECT_EQ(rules::next_step(a, {.totp = true}, kNow + days(91)), SignInStep::new_password);
  Account community = official();
  community.roles = static_cast<std::int32_t>(Roles{Role::community_worker}.bits);
  community.totp_required = true;
  EXPECT_EQ(rules::next_step(community, {}, kNow), SignInStep::done);
}

TEST(Totp, EachStepServesOnce) {
  Account a = official();
  a.totp_step = 100;
  EXPECT_FALSE(rules::totp_usable(0, a));
  EXPECT_FALSE(rules::totp_usable(99, a));
  EXPECT_FALSE(rules::totp_usable(100, a));
  EXPECT_TRUE(rules::totp_usable(101, a));
}

TEST(Sessions, EndByIdlenessAndByAge) {
  using rules::Freshness;
  const Instant end = rules::session_end(false, kNow);
  EXPECT_EQ(end, kNow + hours(12));
  EXPECT_EQ(rules::freshness(false, kNow, end, kNow + minutes(30) - Millis{1}), Freshness::live);
  EXPECT_EQ(rules::freshness(false, kNow, end, kNow + minutes(30)), Freshness::over);
  EXPECT_EQ(rules::freshness(false, end - minutes(1), end, end), Freshness::over);
  EXPECT_EQ(rules::freshness(true, kNow, rules::session_end(true, kNow), kNow + days(29)), Freshness::live);
  EXPECT_EQ(rules::freshness(true, kNow, rules::session_end(true, kNow), kNow + days(30)), Freshness::over);
}

TEST(Unused, AccountsEndAfterNinetyDaysButNotAdministrators) {
  Account a = official();
  EXPECT_FALSE(rules::unused_too_long(a, kNow + days(90)));
  EXPECT_TRUE(rules::unused_too_long(a, kNow + days(90) + Millis{1}));
  a.last_sign_in = kNow + days(50);
  EXPECT_FALSE(rules::unused_too_long(a, kNow + days(91)));
  Account admin = official();
  admin.roles = static_cast<std::int32_t>(Roles{Role::system_admin}.bits);
  EXPECT_FALSE(rules::unused_too_long(admin, kNow + days(900)));
}

TEST(HashPool_, RefusesBeyondItsQueue) {
  HashPool pool(3);
  std::promise<void> started, go;
  std::atomic<int> ran = 0;
  auto gate = go.get_future().share();
  ASSERT_TRUE(pool.submit([&, gate] { started.set_value(); gate.wait(); ++ran; }));
  started.get_future().wait();  // the thread is busy: the queue is what waits now
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.submit([&] { ++ran; }));
  EXPECT_FALSE(pool.submit([&] { ++ran; }));
  EXPECT_EQ(pool.run<int>([] { return 1; }).error().kind->http_status, 429);
  go.set_value();
  while (pool.run<int>([] { return 7; }).value_or(0) != 7) {
  }
  EXPECT_EQ(ran, 4);
}

TEST(Throttle_, CountsWithinAWindowAndStaysSmall) {
  Throttle throttle(3, minutes(15), 100);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(throttle.spent("a", kNow));
    EXPECT_TRUE(throttle.allow("a", kNow));
  }
  EXPECT_TRUE(throttle.spent("a", kNow));
  EXPECT_FALSE(throttle.allow("a", kNow + minutes(14)));
  EXPECT_FALSE(throttle.spent("b", kNow));
  EXPECT_TRUE(throttle.allow("a", kNow + minutes(15)));
  for (int i = 0; i < 1000; ++i) throttle.allow(std::to_string(i), kNow + minutes(16) + Millis{i});
  EXPECT_TRUE(throttle.allow("a", kNow + minutes(17)));
}

}  // namespace
}  // namespace yilin::accounts
