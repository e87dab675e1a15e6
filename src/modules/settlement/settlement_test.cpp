// From a confirmed visit to its receipt and the month's statements.
#include "modules/settlement/settlement.h"

#include "support/story.h"
#include "modules/settlement/module.h"

namespace yilin::settlement {
namespace {

class Settlement : public test::Story {
 protected:
  Settlement() : Story({module()}) {
    finance = city.staff({test::Role::finance}, kHualong, "资金");
    second = city.staff({test::Role::finance}, kHualong, "复核");
    community = city.staff({test::Role::community_worker, test::Role::official, test::Role::dispatcher}, kHualong, "社区");
  }
  std::vector<Receipt> receipts(OrderId id) {
    const VisitId visit = visit_of(id).id;
    auto db = city.kernel().readers->borrow();
    return receipts_of(*db, city.kernel().vault, visit);
  }
  Fen sum_of_parts(ReceiptId id) {
    const auto answer = city.get(finance, fmt::format("/api/receipts/{}", id.value));
    EXPECT_EQ(answer.status, 200) << answer.body;
    Fen sum;
    const auto json = answer.json();
    for (const auto& part : json.at("parts").as_array()) sum += Fen{part.at("amount_fen").as_int64()};
    return sum;
  }
  Fen total(std::string_view kind, std::string_view month = "2026-11") {
    const auto answer = city.get(finance, fmt::format("/api/statements?kind={}&month={}&region=410902000000", kind, month));
    EXPECT_EQ(answer.status, 200) << answer.body;
    Fen sum;
    const auto json = answer.json();
    for (const auto& row : json.at("items").as_array()) sum += Fen{row.at("total_fen").as_int64()};
    return sum;
  }
  std::string closing(std::string_view kind, std::string_view subject, std::string_view month = "2026-11") {
    return fmt::format(R"({{"kind":"{}","month":"{}","region":"410902000000","subject":"{}"}})", kind, month, subject);
  }
  test::CallerPtr finance, second, community;
};

TEST_F(Settlement, TablesHoldWhatTheFieldsSay) {
  expect_columns(Receipt::fields(), "receipt");
  expect_columns(ReceiptPart::fields(), "receipt_part");
  expect_columns(Statement::fields(), "statement");
}

TEST_F(Settlement, AConfirmedVisitIsSplitToTheFen) {
  const OrderId id = served(elder);
  EXPECT_TRUE(receipts(id).empty());
  confirm(id);
  const auto made = receipts(id);
  ASSERT_EQ(made.size(), 1u);
  const orders::Order row = order_row(id);
  EXPECT_EQ(made[0].price_fen, row.price_fen);
  EXPECT_EQ(made[0].subsidy_fen, row.subsidy_fen);
  EXPECT_EQ(made[0].quota_fen, row.quota_fen);
  EXPECT_EQ(made[0].self_fen, row.self_fen);
  EXPECT_GT(made[0].subsidy_fen, Fen{0});
  EXPECT_EQ(sum_of_parts(made[0].id), row.price_fen);
  EXPECT_EQ(row.state, orders::OrderState::closed);
  EXPECT_EQ(visit_of(id).state, orders::VisitState::settled);
  const auto quota = city.get(hotline, fmt::format("/api/elders/{}/quota?month=2026-11", elder.value)).json();
  EXPECT_EQ(quota.at("consumed_fen").as_int64(), row.quota_fen.value);
  EXPECT_EQ(quota.at("reserved_fen").as_int64(), 0);
}

TEST_F(Settlement, WithoutAWordItIsConfirmedAndSettledByItself) {
  const OrderId id = served(elder);
  city.advance(hours(49));
  EXPECT_EQ(receipts(id).size(), 1u);
}

TEST_F(Settlement, WhatWasQuotedIsPaidEvenWhenTheItemIsNoLongerOffered) {
  const OrderId id = served(elder);
  const auto item = *catalogue::item_by_code(city.kernel(), "bath_home");
  as_system<std::int64_t>([&](command::Tx& tx) -> Result<std::int64_t> {
    return tx.db.exec("UPDATE service_item SET active = 0 WHERE id = ?", item.id);
  });
  city.restart();
  confirm(id);
  EXPECT_EQ(receipts(id)[0].subsidy_fen, order_row(id).subsidy_fen);
}

TEST_F(Settlement, ACorrectionLowersThePriceAndFreesTheQuota) {
  const OrderId id = served(elder);
  const orders::Order row = order_row(id);
  const std::string visit = fmt::format("/api/visits/{}/", visit_of(id).id.value);
  ASSERT_EQ(city.post(hotline, visit + "dispute", R"({"reason":"只洗了一半"})").status, 200);
  const auto corrected = city.post(community, visit + "correct",
                                   fmt::format(R"({{"field":"price_fen","after":"{}","reason":"核实"}})", row.price_fen.value / 2));
  ASSERT_EQ(corrected.status, 200) << corrected.body;
  const auto resolved = city.post(community, visit + "resolve", R"({"uphold":false,"reason":"更正"})");
  ASSERT_EQ(resolved.status, 200) << resolved.body;
  const auto made = receipts(id);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].price_fen, Fen{row.price_fen.value / 2});
  EXPECT_LE(made[0].subsidy_fen, row.subsidy_fen);
  EXPECT_EQ(sum_of_parts(made[0].id), made[0].price_fen);
  const auto quota = city.get(hotline, fmt::format("/api/elders/{}/quota?month=2026-11", elder.value)).json();
  EXPECT_EQ(quota.at("consumed_fen").as_int64(), made[0].quota_fen.value);
  EXPECT_EQ(quota.at("reserved_fen").as_int64(), 0);
}

TEST_F(Settlement, AWrongReceiptIsTakenBackByItsOpposite) {
  const OrderId id = served(elder);
  confirm(id);
  const Receipt wrong = receipts(id)[0];
  const std::string path = fmt::format("/api/receipts/{}/reverse", wrong.id.value);
  EXPECT_EQ(city.post(community, path, R"({"reason":"x"})").status, 403);
  EXPECT_EQ(city.post(stranger, path, R"({"reason":"x"})").status, 404);
  EXPECT_EQ(city.post(finance, path).status, 422);
  EXPECT_EQ(city.post(finance, path, fmt::format(R"({{"reason":"x","correct_price_fen":{}}})", wrong.price_fen.value + 1)).status, 422);
  const auto made = city.post(finance, path, R"({"reason":"录入错误","correct_price_fen":1001})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto all = receipts(id);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].price_fen, wrong.price_fen);
  EXPECT_EQ(all[1].price_fen, -wrong.price_fen);
  EXPECT_EQ(all[2].price_fen, Fen{1001});
  for (const Receipt& r : all) EXPECT_EQ(sum_of_parts(r.id), r.price_fen);
  EXPECT_EQ(code(city.post(finance, path, R"({"reason":"x"})")), "settlement.already_reversed");
  EXPECT_EQ(code(city.post(finance, fmt::format("/api/receipts/{}/reverse", all[1].id.value), R"({"reason":"x"})")), "settlement.is_reversal");
  EXPECT_EQ(total("provider"), Fen{1001});
  EXPECT_EQ(total("fund"), Fen{1001});
}

TEST_F(Settlement, AReversalGivesTheQuotaBack) {
  const OrderId id = served(elder);
  confirm(id);
  const Receipt wrong = receipts(id)[0];
  ASSERT_GT(wrong.quota_fen, Fen{0});
  const Fen before = quota(elder).left();
  const auto reverse = [&](ReceiptId of, std::string_view rest) {
    return city.post(finance, fmt::format("/api/receipts/{}/reverse", of.value), fmt::format(R"({{"reason":"录入错误"{}}})", rest));
  };
  ASSERT_EQ(reverse(wrong.id, fmt::format(R"(,"correct_price_fen":{})", wrong.price_fen.value / 2)).status, 200);
  const Receipt half = receipts(id)[2];
  EXPECT_EQ(quota(elder).consumed_fen, half.quota_fen);
  EXPECT_EQ(quota(elder).left(), before + wrong.quota_fen - half.quota_fen);
  // Upwards again, though others have taken what was freed: the elder pays what her quota no longer can.
  while (quota(elder).left() > Fen{0}) order(elder, "bath_home", 30);
  ASSERT_EQ(reverse(half.id, fmt::format(R"(,"correct_price_fen":{})", wrong.price_fen.value)).status, 200);
  const Receipt full = receipts(id)[4];
  EXPECT_EQ(full.price_fen, wrong.price_fen);
  EXPECT_EQ(full.quota_fen, half.quota_fen);
  EXPECT_EQ(sum_of_parts(full.id), full.price_fen);
  ASSERT_EQ(reverse(full.id, "").status, 200);
  EXPECT_EQ(quota(elder).consumed_fen, Fen{0});
  EXPECT_EQ(quota(elder).left(), full.quota_fen);
}

TEST_F(Settlement, WhatComesBackAfterTheMonthLapses) {
  const OrderId id = served(elder);
  confirm(id);
  const Receipt wrong = receipts(id)[0];
  city.advance(days(70));
  const Fen expired = quota(elder).expired_fen;
  ASSERT_EQ(city.post(finance, fmt::format("/api/receipts/{}/reverse", wrong.id.value), R"({"reason":"录入错误"})").status, 200);
  EXPECT_EQ(quota(elder).consumed_fen, Fen{0});
  EXPECT_EQ(quota(elder).expired_fen, expired + wrong.quota_fen);
  EXPECT_EQ(quota(elder).left(), Fen{0});
}

TEST_F(Settlement, ProvidersFundsAndEldersAddUpToTheSame) {
  const ElderId other = add_elder(2);
  for (const ElderId who : {elder, other, elder}) confirm(served(who, "clean_room", 4, R"(,"units":2)"));
  confirm(served(other));
  const Fen all = total("provider");
  EXPECT_GT(all, Fen{0});
  EXPECT_EQ(total("fund"), all);
  EXPECT_EQ(total("elder"), all);
  const auto elders = city.get(finance, "/api/statements?kind=elder&month=2026-11&limit=1");
  EXPECT_EQ(elders.json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(finance, "/api/statements?kind=elder&month=2026-11&limit=1&cursor=" + text(elders, "next")).json().at("items").as_array().size(), 1u);
}

TEST_F(Settlement, AClosedMonthIsFrozenAndSignedByAnother) {
  const OrderId first = served(elder), late = served(elder);
  confirm(first);
  const std::string visit = fmt::format("/api/visits/{}/", visit_of(late).id.value);
  ASSERT_EQ(city.post(hotline, visit + "dispute", R"({"reason":"核实"})").status, 200);  // or it would confirm itself
  const std::string subject = std::to_string(company.value);
  EXPECT_EQ(code(city.post(finance, "/api/statements/close", closing("provider", subject))), "settlement.month_open");
  city.clock.set(*parse_instant("2026-12-01T09:00:00+08:00"));
  EXPECT_EQ(city.post(community, "/api/statements/close", closing("provider", subject)).status, 403);
  EXPECT_EQ(city.post(stranger, "/api/statements/close", closing("provider", subject)).status, 404);
  EXPECT_EQ(city.post(finance, "/api/statements/close", closing("fund", "nobody")).status, 422);
  EXPECT_EQ(code(city.post(finance, "/api/statements/close", closing("provider", "77"))), "settlement.nothing_there");
  const auto closed = city.post(finance, "/api/statements/close", closing("provider", subject));
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(closed.json().at("total_fen").as_int64(), receipts(first)[0].price_fen.value);
  EXPECT_EQ(code(city.post(finance, "/api/statements/close", closing("provider", subject))), "settlement.already_closed");

  const std::string sign = "/api/statements/" + text(closed, "id") + "/sign";
  EXPECT_EQ(code(city.post(finance, sign)), "settlement.same_person");
  const auto signed_off = city.post(second, sign);
  ASSERT_EQ(signed_off.status, 200) << signed_off.body;
  EXPECT_EQ(text(signed_off, "state"), "signed");
  EXPECT_EQ(city.post(second, sign).status, 409);

  // Served in November, settled after the closing.
  ASSERT_EQ(city.post(community, visit + "resolve", R"({"uphold":true,"reason":"属实"})").status, 200);
  EXPECT_EQ(to_string(receipts(late)[0].month), "2026-12");
  EXPECT_EQ(total("provider", "2026-11"), receipts(first)[0].price_fen);
  EXPECT_EQ(total("fund", "2026-12"), receipts(late)[0].price_fen);

  const auto shown = city.get(city.organisation(company), "/api/statements/" + text(closed, "id"));
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.json().at("lines").as_array().size(), 1u);
  EXPECT_EQ(city.get(city.organisation({9}), "/api/statements/" + text(closed, "id")).status, 404);
  EXPECT_EQ(city.get(city.home({elder}), "/api/statements/" + text(closed, "id")).status, 404);
  EXPECT_EQ(city.get(stranger, "/api/statements/" + text(closed, "id")).status, 404);
}

TEST_F(Settlement, ClosedMonthsNeverOverlap) {
  confirm(served(elder));
  city.clock.set(*parse_instant("2026-12-01T09:00:00+08:00"));
  const auto chief = city.staff({test::Role::finance}, kCity, "市资金");
  const std::string subject = std::to_string(company.value);
  ASSERT_EQ(city.post(finance, "/api/statements/close", closing("provider", subject)).status, 200);
  const auto whole = city.post(chief, "/api/statements/close", fmt::format(R"({{"kind":"provider","month":"2026-11","region":"{}","subject":"{}"}})", kCity, subject));
  EXPECT_EQ(code(whole), "settlement.already_closed");
  EXPECT_NE(whole.body.find("华龙区"), std::string::npos) << whole.body;
  const auto row = city.get(chief, fmt::format("/api/statements?kind=provider&month=2026-11&region={}", kCity)).json().at("items").at(0);
  EXPECT_EQ(row.at("closed").as_array().size(), 1u);
  EXPECT_EQ(row.at("state").as_string(), "closed") << "all of it is in the county's";
}

// Two files of one person, found out in the middle of everything.
class Merged : public Settlement {
 protected:
  Merged() {
    registry::NewElder same;
    same.name = "王秀英";
    same.birth = Date::from_ymd(1945, 1, 1);
    same.sex = card(1).sex();
    same.region = {kHome};
    same.address = "1 号楼 101";
    same.ability = registry::Ability::moderate;
    twin = as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, same); }, true);
    confirm(served(elder));
    confirm(served(twin));
    confirm(served(twin, "clean_room"));
    hers = sum_of(elder);
    others = sum_of(twin);
    city.clock.set(*parse_instant("2026-12-01T09:00:00+08:00"));
  }
  Fen sum_of(ElderId file) {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT CAST(SUM(price_fen) AS BIGINT) FROM receipt WHERE elder_id = ?", file);
    return rows.next() ? Fen{rows.integer(0)} : Fen{};
  }
  // The one row of this elder's November.
  entity::json::value november(ElderId who) {
    const auto answer = city.get(finance, fmt::format("/api/statements?kind=elder&month=2026-11&region={}&subject={}", kHualong, who.value));
    EXPECT_EQ(answer.json().at("items").as_array().size(), 1u) << answer.body;
    return answer.json().at("items").at(0);
  }
  static Fen amount(const entity::json::value& row, std::string_view key = "total_fen") { return Fen{row.at(key).as_int64()}; }
  test::Answer close(ElderId who) { return city.post(finance, "/api/statements/close", closing("elder", std::to_string(who.value))); }
  void undo() {
    const auto clerk = city.staff({test::Role::community_worker, test::Role::official}, kHualong, "社区");
    const auto merges = city.get(clerk, fmt::format("/api/elders/{}/merges", elder.value));
    ASSERT_EQ(merges.status, 200) << merges.body;
    const auto json = merges.json();
    const auto undone = city.post(clerk, "/api/elders/merges/" + std::string(json.at("items").at(0).at("id").as_string()) + "/undo", R"({"reason":"确是两人"})");
    ASSERT_EQ(undone.status, 200) << undone.body;
  }
  std::int64_t closed_receipts() {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT CAST(COALESCE(SUM(receipts), 0) AS BIGINT) FROM statement WHERE kind = 2");
    return rows.next() ? rows.integer(0) : -1;
  }
  Receipt receipts_of_first(ElderId file) {
    auto db = city.kernel().readers->borrow();
    auto rows = db->rows("SELECT visit_id FROM receipt WHERE elder_id = ? ORDER BY id LIMIT 1", file);
    EXPECT_TRUE(rows.next());
    return receipts_of(*db, city.kernel().vault, rows.id<VisitId>(0)).at(0);
  }
  ElderId twin;
  Fen hers, others;
};

TEST_F(Merged, AMonthShowsBothFilesAndIsClosedOnce) {
  merge(elder, twin);
  const auto row = november(elder);
  EXPECT_EQ(amount(row), hers + others);
  EXPECT_EQ(row.at("files").as_int64(), 2);
  EXPECT_EQ(row.at("subject").as_string(), std::to_string(elder.value));
  EXPECT_EQ(amount(november(twin)), hers + others) << "the old number leads to the same row";
  EXPECT_EQ(total("elder"), hers + others) << "the list counts nobody twice";
  const auto closed = close(elder);
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(amount(closed.json()), hers + others);
  const std::string id = text(closed, "id");
  EXPECT_EQ(city.get(finance, "/api/statements/" + id).json().at("lines").as_array().size(), 3u);
  EXPECT_EQ(code(close(elder)), "settlement.already_closed");
  EXPECT_EQ(code(close(twin)), "settlement.already_closed");
  const auto months = city.get(finance, fmt::format("/api/elders/{}/statements", elder.value));
  ASSERT_EQ(months.status, 200) << months.body;
  EXPECT_EQ(amount(months.json().at("items").at(0)), hers + others);
  EXPECT_EQ(months.json().at("items").at(0).at("state").as_string(), "closed");
  EXPECT_EQ(city.get(stranger, fmt::format("/api/elders/{}/statements", elder.value)).status, 404);

  // Taken apart again: what is closed stays closed, for both of them.
  undo();
  EXPECT_EQ(amount(november(elder)), hers);
  EXPECT_EQ(amount(november(twin)), others);
  EXPECT_EQ(november(twin).at("state").as_string(), "closed");
  EXPECT_EQ(code(close(twin)), "settlement.already_closed");
  EXPECT_EQ(closed_receipts(), 3);
  EXPECT_EQ(city.get(finance, "/api/statements/" + id).json().at("lines").as_array().size(), 3u) << "as it was signed";
}

TEST_F(Merged, WhatWasClosedBeforeStandsAndTheRestIsClosedBesideIt) {
  const auto first = close(twin);
  ASSERT_EQ(first.status, 200) << first.body;
  merge(elder, twin);
  auto row = november(elder);
  EXPECT_EQ(amount(row), hers + others);
  EXPECT_EQ(row.at("state").as_string(), "open") << "her own file is not closed yet";
  ASSERT_EQ(row.at("closed").as_array().size(), 1u);
  EXPECT_EQ(row.at("closed").at(0).at("id").as_string(), text(first, "id"));
  const auto rest = close(elder);
  ASSERT_EQ(rest.status, 200) << rest.body;
  EXPECT_EQ(amount(rest.json()), hers);
  row = november(elder);
  EXPECT_EQ(row.at("state").as_string(), "closed");
  EXPECT_EQ(amount(row.at("closed").at(0)) + amount(row.at("closed").at(1)), hers + others);
  EXPECT_EQ(closed_receipts(), 3);
  const auto shown = city.get(finance, "/api/statements/" + text(rest, "id")).json();
  ASSERT_EQ(shown.at("others").as_array().size(), 1u);
  EXPECT_EQ(shown.at("others").at(0).at("id").as_string(), text(first, "id"));
}

TEST_F(Merged, ALateReceiptOfEitherFileGoesToTheNextMonth) {
  merge(elder, twin);
  ASSERT_EQ(close(elder).status, 200);
  const Receipt wrong = receipts_of_first(twin);
  ASSERT_EQ(city.post(finance, fmt::format("/api/receipts/{}/reverse", wrong.id.value), R"({"reason":"录入错误"})").status, 200);
  EXPECT_EQ(amount(november(elder)), hers + others) << "the closed month does not move";
  EXPECT_EQ(total("elder", "2026-12"), -wrong.price_fen);
}

TEST_F(Settlement, EverybodySeesHisOwnReceiptsOnly) {
  const OrderId id = served(elder);
  confirm(id);
  const std::string path = fmt::format("/api/receipts/{}", receipts(id)[0].id.value);
  EXPECT_EQ(city.get(city.home({elder}), path).status, 200);
  EXPECT_EQ(city.get(city.home({add_elder(2)}), path).status, 404);
  EXPECT_EQ(city.get(city.organisation(company), path).status, 200);
  EXPECT_EQ(city.get(city.organisation({9}), "/api/receipts").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(city.get(stranger, path).status, 404);
  EXPECT_EQ(city.get(carer(workers[0]), path).status, 403);
  EXPECT_EQ(city.get(city.home({elder}), "/api/statements?kind=elder&month=2026-11").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(finance, "/api/statements?kind=nothing").status, 422);
  EXPECT_EQ(city.get(finance, "/api/statements?month=2026-13").status, 422);
  EXPECT_EQ(city.get(finance, "/api/receipts?limit=0").status, 422);
}

}  // namespace
}  // namespace yilin::settlement
