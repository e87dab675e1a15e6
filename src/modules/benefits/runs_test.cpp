// Months of the whole city: frozen, added up, drilled into, derived again; and the columns in memory that follow commits.
#include "base/rng.h"
#include "modules/benefits/benefits_fixture.h"
#include "modules/benefits/runs.h"

namespace yilin::benefits {
namespace {

class Runs : public BenefitsCity {
 protected:
  void rename_table(sql::Literal sentence) {
    city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
      db.exec(sql::Statement(sentence));
      return true;
    });
  }
  std::string check_state(const std::string& id) { return std::string(city.get(boss, "/api/benefits/runs/" + id).json().at("run").at("check_state").as_string()); }
  // Elders of whom more or less is known.
  std::vector<ElderId> crowd(int n) {
    std::vector<ElderId> out;
    Rng rng(7);
    for (int i = 0; i < n; ++i) {
      const ElderId her = add_elder(100 + i);
      out.push_back(her);
      if (rng.chance(0.7)) plain_life(her);
      if (rng.chance(0.5)) {
        EXPECT_EQ(record(boss, her, {{"个人月收入", rng.chance(0.5) ? "100元" : "9000元"}}, R"(,"valid_from":"2026-11-03")").status, 200);
      }
      if (rng.chance(0.3)) {
        EXPECT_EQ(record(boss, her, {{"家庭.月收入", "9000元"}}, R"(,"valid_from":"2026-11-03")").status, 200);
      }
      if (rng.chance(0.2)) {
        EXPECT_EQ(record(boss, her, {{"重病", "是"}}, R"(,"valid_from":"2026-11-03","confidence":"claimed")").status, 200);
      }
    }
    return out;
  }
  // What memory says of everybody against the interpreter: the first difference, or "".
  std::string memory_differs(const std::vector<ElderId>& people) {
    auto db = city.kernel().readers->borrow();
    const Live::View now = live(city.kernel()).view(*db);
    const policy::RuleSet& rules = *now->city->rules;
    for (const ElderId her : people) {
      auto dossier = load_dossier(*db, city.kernel(), her);
      const auto person = now->city->find(her);
      if (!dossier || !person) return fmt::format("{} is not there", her.value);
      const Question q = ask(city.kernel(), now->city->rules, std::move(*dossier), {now->city->month, city.clock.now(), false, {}});
      for (std::size_t b = 0; b < q.outcomes.decisions.size(); ++b) {
        const policy::Decision& d = q.outcomes.decisions[b];
        const policy::MonthRun::Column& column = now->run.columns[b];
        if (!column.exists) continue;
        const std::uint32_t row = now->city->row(column, *person);
        const Verdict memory = now->run.verdict(b, row) == policy::Verdict::granted ? Verdict::yes : now->run.verdict(b, row) == policy::Verdict::unknown ? Verdict::to_verify : Verdict::no;
        if (memory != verdict_of(d)) return fmt::format("{} {}: {} against {}", her.value, rules.name(d.benefit).text, static_cast<int>(memory), static_cast<int>(verdict_of(d)));
        if (memory == Verdict::yes && !column.entitlement && now->run.amount(b, row) != d.amount.lo.num)
          return fmt::format("{} {}: {} against {}", her.value, rules.name(d.benefit).text, now->run.amount(b, row), d.amount.lo.num);
      }
    }
    return {};
  }
};

TEST_F(Runs, MemoryFollowsEveryCommitAndAgreesWithTheReferenceSemantics) {
  std::vector<ElderId> people = crowd(25);
  people.push_back(elder);
  EXPECT_EQ(memory_differs(people), "");
  plain_life(elder);                                                                    // one who was unknown
  EXPECT_EQ(memory_differs(people), "");
  ASSERT_EQ(record(boss, people[0], {{"户籍", "411302"}}, R"(,"valid_from":"2026-11-04")").status, 200);
  EXPECT_EQ(memory_differs(people), "");
  ASSERT_EQ(dies(people[1], "2026-11-20").status, 200);
  EXPECT_EQ(memory_differs(people), "");
  as_system<int>([&](command::Tx& tx) -> Result<int> {
    YILIN_CHECK(registry::set_ability(tx, people[2], registry::Ability::severe));
    return 0;
  });
  city.advance(seconds(2));
  EXPECT_EQ(memory_differs(people), "");
  ASSERT_EQ(city.post(clerk, fmt::format("/api/elders/{}/household", people[3].value), fmt::format(R"({{"with_elder_id":"{}"}})", people[4].value)).status, 200);
  city.advance(seconds(2));
  EXPECT_EQ(memory_differs(people), "");
  ASSERT_EQ(city.post(boss, "/api/facts/regions", fmt::format(R"({{"region":"{}","fact":"失智","value":"否","source":"名单"}})", kHualong)).status, 200);
  EXPECT_EQ(memory_differs(people), "");
  people.push_back(add_elder(300));
  EXPECT_EQ(memory_differs(people), "");
  city.restart();
  EXPECT_EQ(memory_differs(people), "") << "built from rows again";
}

TEST_F(Runs, AFrozenMonthAddsUpAndLeadsToItsRows) {
  const auto people = crowd(12);
  const std::string id = frozen("2026-11");
  const auto run = city.get(boss, "/api/benefits/runs/" + id).json().at("run");
  EXPECT_EQ(run.at("elders").as_int64(), 13);
  EXPECT_EQ(run.at("done").as_int64(), run.at("communities").as_int64());
  const auto tallies = city.get(boss, "/api/benefits/runs/" + id + "/tallies").json();
  ASSERT_FALSE(tallies.at("totals").as_array().empty());
  std::int64_t granted = 0;
  for (const auto& total : tallies.at("totals").as_array()) {
    std::int64_t yes = 0, open = 0, fen = 0;
    for (const auto& child : tallies.at("children").as_array())
      if (child.at("benefit") == total.at("benefit")) {
        yes += child.at("granted").as_int64();
        open += child.at("to_verify").as_int64();
        fen += child.at("amount_fen").as_int64();
      }
    EXPECT_EQ(yes, total.at("granted").as_int64());
    EXPECT_EQ(open, total.at("to_verify").as_int64());
    EXPECT_EQ(fen, total.at("amount_fen").as_int64());
    granted += total.at("granted").as_int64();
    // The rows behind the figure, page by page.
    const std::string benefit(total.at("benefit").as_string());
    std::int64_t rows = 0, sum = 0;
    std::string cursor;
    do {
      const auto page = city.get(boss, fmt::format("/api/benefits/runs/{}/rows?benefit={}&limit=3{}", id, benefit, cursor));
      ASSERT_EQ(page.status, 200) << page.body;
      const auto body = page.json();
      for (const auto& row : body.at("items").as_array()) {
        ++rows;
        sum += row.at("amount_fen").as_int64();
      }
      cursor = body.at("next").is_null() ? "" : "&cursor=" + std::string(body.at("next").as_string());
    } while (!cursor.empty());
    EXPECT_EQ(rows, yes) << benefit;
    EXPECT_EQ(sum, fen) << benefit;
  }
  EXPECT_EQ(granted, run.at("granted").as_int64());
  EXPECT_EQ(city.get(stranger, "/api/benefits/runs/" + id + "/tallies").json().at("totals").as_array().size(), 0u) << "another county sees nothing of this one";
  const auto history = city.get(boss, fmt::format("/api/elders/{}/benefits/history", people[0].value));
  EXPECT_EQ(history.status, 200) << history.body;
}

// Acceptance test 8, and what a frozen month is for: later facts, changes in the registry, mergers, removals change nothing in it.
TEST_F(Runs, AFrozenMonthIsDerivedAgainByteForByteWhateverHasComeSince) {
  const auto people = crowd(10);
  const std::string id = frozen("2026-11");
  EXPECT_EQ(derived_again(id), "equal");
  city.advance(days(1));
  for (const ElderId her : people) ASSERT_EQ(record(boss, her, {{"户籍", "411302"}, {"个人月收入", "1元"}}, R"(,"valid_from":"2026-01-01")").status, 200);
  EXPECT_EQ(derived_again(id), "equal");
  as_system<int>([&](command::Tx& tx) -> Result<int> {
    YILIN_CHECK(registry::set_ability(tx, people[2], registry::Ability::complete));
    return 0;
  });
  city.advance(seconds(2));
  ASSERT_EQ(dies(people[1], "2026-10-20").status, 200);
  add_elder(301);
  EXPECT_EQ(derived_again(id), "equal");
  const std::string anew = frozen("2026-11");
  EXPECT_NE(city.get(boss, "/api/benefits/runs/" + anew).json().at("run").at("digest"), city.get(boss, "/api/benefits/runs/" + id).json().at("run").at("digest"));
  EXPECT_EQ(derived_again(anew), "equal");
  city.restart();
  EXPECT_EQ(derived_again(id), "equal");
}

// Acceptance test 16: one byte of an old entry is flipped, and the check names the entry.
TEST_F(Runs, AFlippedByteIsFoundAndNamed) {
  crowd(3);
  const std::string id = frozen("2026-11");
  city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
    sql::Blob body;
    {
      auto rows = db.rows("SELECT body FROM benefit_run_part WHERE run_id = ? AND community = ?", RunId{std::stoll(id)}, kHome);
      EXPECT_TRUE(rows.next());
      body = rows.blob(0);
    }
    body[body.size() / 2] ^= 1;
    db.exec("UPDATE benefit_run_part SET body = ? WHERE run_id = ? AND community = ?", body, RunId{std::stoll(id)}, kHome);
    return true;
  });
  const std::string found = derived_again(id);
  EXPECT_TRUE(found.starts_with("different")) << found;
  EXPECT_NE(found.find("测试社区"), std::string::npos) << found;
}

TEST_F(Runs, ARunThatWasCutOffGoesOnAtTheNextStart) {
  crowd(4);
  const std::string whole = frozen("2026-11");
  // As a process leaves it that was killed after its first command.
  city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
    db.exec("UPDATE benefit_run SET state = ?, done = 0, digest = ''  WHERE id = ?", RunState::computing, RunId{std::stoll(whole)});
    db.exec("DELETE FROM benefit_run_part WHERE run_id = ?", RunId{std::stoll(whole)});
    db.exec("DELETE FROM benefit_run_tally WHERE run_id = ?", RunId{std::stoll(whole)});
    return true;
  });
  city.restart();
  wait_until_idle(city.kernel());
  EXPECT_EQ(state_of(city.get(boss, "/api/benefits/runs/" + whole), "run"), "frozen");
  EXPECT_EQ(derived_again(whole), "equal");
}

// What cannot be derived again says so, may be asked for again, and does not hang after a restart either.
TEST_F(Runs, ACheckThatFailsSaysSoAndMayBeStartedAgain) {
  crowd(2);
  const std::string id = frozen("2026-11");
  const std::string path = "/api/benefits/runs/" + id;
  rename_table("ALTER TABLE benefit_run_part RENAME TO benefit_run_part_away");
  ASSERT_EQ(city.post(boss, path + "/check").status, 200);
  wait_until_idle(city.kernel());
  EXPECT_EQ(check_state(id), "failed");
  EXPECT_NE(std::string(city.get(boss, path).json().at("run").at("check_note").as_string()).find("复算没有完成"), std::string::npos);
  // As a process leaves it that ended in the middle of a check.
  city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
    db.exec("UPDATE benefit_run SET check_state = ? WHERE id = ?", CheckState::checking, RunId{std::stoll(id)});
    return true;
  });
  city.restart();
  wait_until_idle(city.kernel());
  EXPECT_EQ(check_state(id), "failed");
  rename_table("ALTER TABLE benefit_run_part_away RENAME TO benefit_run_part");
  // A check of which nothing is left but the word "checking" may be started again.
  city.kernel().writer->run(sql::Lane::command, [&](sql::Connection& db) {
    db.exec("UPDATE benefit_run SET check_state = ? WHERE id = ?", CheckState::checking, RunId{std::stoll(id)});
    return true;
  });
  EXPECT_EQ(derived_again(id), "equal");
}

TEST_F(Runs, WhatCouldNotBeBuiltIsNotTakenForCurrent) {
  std::vector<ElderId> people = crowd(5);
  EXPECT_EQ(memory_differs(people), "");
  ASSERT_EQ(city.post(boss, "/api/facts/regions", fmt::format(R"({{"region":"{}","fact":"失智","value":"否","source":"名单"}})", kHualong)).status, 200);
  people.push_back(add_elder(300));
  rename_table("ALTER TABLE fact_record RENAME TO fact_record_away");
  EXPECT_GE(city.get(boss, "/api/benefits/gaps/summary").status, 500);
  rename_table("ALTER TABLE fact_record_away RENAME TO fact_record");
  EXPECT_EQ(memory_differs(people), "");
}

TEST_F(Runs, PartsComeBackAsTheyWentInAndDamageIsNoCrash) {
  crowd(6);
  frozen("2026-11");
  auto db = city.kernel().readers->borrow();
  const auto run = frozen_run(*db, city.kernel(), {2026 * 12 + 10});
  ASSERT_TRUE(run);
  auto rows = db->rows("SELECT body FROM benefit_run_part WHERE run_id = ? AND community = ?", run->id, kHome);
  ASSERT_TRUE(rows.next());
  const auto bytes = rows.blob(0);
  const std::string body(bytes.begin(), bytes.end());
  const auto part = decode_part({kHome}, body);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->people.size(), 7u);
  for (std::size_t cut = 0; cut < body.size(); cut += 7) EXPECT_FALSE(decode_part({kHome}, std::string_view(body).substr(0, cut)));
  Rng rng(3);
  for (int i = 0; i < 2'000; ++i) {
    std::string broken = body;
    broken[rng.below(broken.size())] = static_cast<char>(rng.below(256));
    decode_part({kHome}, broken);
  }
}

TEST_F(Runs, MonthsFarAwayAreRefused) {
  for (const char* month : {"2010-01", "2027-06"}) EXPECT_EQ(city.post(boss, "/api/benefits/runs", fmt::format(R"({{"month":"{}"}})", month)).status, 422);
  EXPECT_EQ(city.post(county, "/api/benefits/runs", R"({"month":"2026-11"})").status, 403) << "a county does not freeze the city's month";
  EXPECT_EQ(city.post(clerk, "/api/benefits/runs", R"({"month":"2026-11"})").status, 403);
}

}  // namespace
}  // namespace yilin::benefits
