// Rows of past orders.
#include <fmt/format.h>

#include "base/text.h"
#include "modules/catalogue/catalogue.h"
#include "modules/imports/row_kinds.h"

namespace yilin::imports {
namespace {

void read_times(Cells& cells, orders::PastOrder& order) {
  if (!cells.has("started")) return cells.wrong("started", "请填写服务开始时间。");
  const auto started = cells.when("started");
  if (!started) return;
  order.started_at = *started;
  order.placed_at = cells.when("placed").value_or(*started);
  const auto minutes_said = cells.whole("minutes", 1, 24 * 60);
  if (const auto ended = cells.when("ended")) order.ended_at = *ended;
  else order.ended_at = *started + minutes(minutes_said.value_or(0));
  if (order.ended_at < order.started_at) cells.wrong("ended", "服务结束时间不能早于开始时间。");
  else if (order.ended_at - order.started_at > hours(24)) cells.wrong("ended", "一次服务不应超过 24 小时。");
  if (order.placed_at > order.started_at) cells.wrong("placed", "下单时间不能晚于服务开始时间。");
}

// The three amounts agree, whichever two are given; one alone is the price, paid by herself.
void read_money(Cells& cells, orders::PastOrder& order) {
  const auto price = cells.yuan("price"), subsidy = cells.yuan("subsidy"), self = cells.yuan("self");
  if (price && subsidy && self && *price != *subsidy + *self)
    return cells.wrong("price", "总价应等于补贴加自付。");
  if (price) order.price_fen = *price;
  else order.price_fen = subsidy.value_or(Fen{}) + self.value_or(Fen{});
  order.subsidy_fen = subsidy ? *subsidy : self ? order.price_fen - *self : Fen{};
  order.self_fen = order.price_fen - order.subsidy_fen;
  if (order.subsidy_fen.value < 0 || order.self_fen.value < 0) cells.wrong("price", "总价不能小于补贴或自付。");
}

}  // namespace

OrderRow order_of(Cells& cells) {
  OrderRow row;
  if (!cells.has("id_card")) cells.wrong("id_card", "请填写老人身份证号。");
  struct Cards {
    IdCard card;
    static const entity::Table& fields() {
      static const entity::Table table("ImportCard", "证件", {entity::field<&Cards::card>("card", "身份证号")});
      return table;
    }
  };
  Cards elder, worker;
  cells.read("id_card", elder, "card");
  cells.read("worker", worker, "card");
  row.id_card = elder.card;
  row.worker = worker.card;
  row.elder_name = cells.text("elder_name", 50);
  row.item = cells.text("item", 80);
  if (row.item.empty() && !cells.has("item")) cells.wrong("item", "请填写服务项目。");
  row.organisation = cells.text("organisation", 80);
  read_times(cells, row.order);
  read_money(cells, row.order);
  row.order.units = cells.whole("units", 1, 1000).value_or(1);
  const std::string state = text::compact(cells.cell("state"));
  row.order.cancelled = state == "已取消" || state == "取消";
  if (!state.empty() && !row.order.cancelled && state != "已完成" && state != "完成") cells.wrong("state", "应为“已完成”或“已取消”。");
  std::vector<orders::Face> faces;
  cells.read_words("face", faces);
  if (!faces.empty() && !row.order.cancelled) row.order.face = faces.front();
  row.order.words = cells.text("words", 500);
  row.order.note = cells.text("note", 500);
  return row;
}

Entered enter_order(command::Tx& tx, const OrderRow& row) {
  orders::PastOrder in = row.order;
  const auto elder = registry::by_id_card(tx.reader(), row.id_card);
  const auto brief = elder ? registry::brief(tx, *elder) : Result<registry::ElderBrief>(fail(yilin::errors::not_found));
  if (!brief) return wrong(Kind::orders, "id_card", "没有找到这位老人，或不在您的管辖范围内，请先登记。");
  if (!row.elder_name.empty() && text::name_key(row.elder_name) != text::name_key(brief->name))
    return wrong(Kind::orders, "elder_name", "姓名与这个身份证号的档案不一致。");
  in.elder_id = brief->id;
  in.region = brief->region;
  const auto code = item_code(tx.kernel, row.item);
  if (!code) return wrong(Kind::orders, "item", fmt::format("服务目录中没有“{}”。", text::first(row.item, 20)));
  in.item_id = catalogue::item_by_code(tx.kernel, *code)->id;
  if (!row.organisation.empty()) {
    const auto organisation = organisation_called(tx, row.organisation);
    if (!organisation) return wrong(Kind::orders, "organisation", std::string(organisation.error().message()));
    in.organisation_id = *organisation;
  }
  if (!row.worker.empty()) {
    const auto worker = providers::worker_by_id_card(tx.kernel, tx.db, row.worker);
    const auto facts = worker ? providers::worker(tx.kernel, *worker) : std::nullopt;
    if (!facts) return wrong(Kind::orders, "worker", "没有找到这位服务人员。");
    if (in.organisation_id && facts->organisation != in.organisation_id) return wrong(Kind::orders, "worker", "这位服务人员不属于该服务组织。");
    in.worker_id = facts->id;
    in.organisation_id = facts->organisation;
  }
  const auto made = orders::add_past(tx, in);
  if (!made) return wrong(Kind::orders, made.error());
  return added(Subject::order, made->value);
}

}  // namespace yilin::imports
