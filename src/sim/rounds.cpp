#include "sim/rounds.h"

#include <fmt/format.h>

#include "kernel/entity/json.h"

namespace yilin::sim {
namespace {

namespace json = entity::json;

json::array items_of(const std::string& page) {
  boost::system::error_code error;
  const json::value value = json::parse(page, error);
  if (error || !value.is_object()) return {};
  const json::value* items = value.get_object().if_contains("items");
  return items && items->is_array() ? items->get_array() : json::array();
}

std::string next_of(const std::string& page) {
  boost::system::error_code error;
  const json::value value = json::parse(page, error);
  const json::value* next = !error && value.is_object() ? value.get_object().if_contains("next") : nullptr;
  return next && next->is_string() ? std::string(next->get_string()) : std::string();
}

std::string text_of(const json::value& row, std::string_view name) {
  const json::value* value = row.is_object() ? row.get_object().if_contains(name) : nullptr;
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

// What a list shows of the thing itself: under its own name, or the row.
const json::value& inner(const json::value& row, std::string_view name) {
  const json::value* value = row.is_object() ? row.get_object().if_contains(name) : nullptr;
  return value != nullptr ? *value : row;
}

}  // namespace

void close_overdue(Desk& desk, Hands& hands, const CallerPtr& operators, Instant before) {
  std::vector<std::string> overdue;
  std::string cursor;
  do {
    const std::string page = desk.get(operators, "/api/orders", {{"late", "true"}, {"limit", "200"}, {"cursor", cursor}});
    for (const json::value& row : items_of(page)) {
      const auto until = parse_instant(text_of(row, "wanted_to"));
      if (until && *until < before) overdue.push_back(text_of(row, "id"));
    }
    cursor = next_of(page);
  } while (!cursor.empty());
  for (const std::string& id : overdue)
    desk.post(operators, fmt::format("/api/orders/{}/cancel", id), R"({"reason":"no_carer","reason_text":"当日无人可派，已与老人另约"})");
  hands.wait();
}

void accept_plans(Desk& desk, Hands& hands, const CallerPtr& dispatchers) {
  for (const json::value& row : items_of(desk.get(dispatchers, "/api/day-plans", {{"limit", "100"}}))) {
    const json::value& plan = inner(row, "plan");
    if (text_of(plan, "state") == "proposed" && text_of(row, "open") != "0") desk.post(dispatchers, fmt::format("/api/day-plans/{}/accept", text_of(plan, "id")), "{}");
  }
  hands.wait();
}

void evening_round(Desk& desk, Hands& hands, const CallerPtr& operators, const CallerPtr& official, Rng& rng) {
  for (const json::value& item : items_of(desk.get(operators, "/api/complaints", {{"open", "true"}, {"limit", "20"}}))) {
    const json::value& row = inner(item, "complaint");
    if (!rng.chance(0.5)) continue;
    const bool close = text_of(row, "state") == "handling";
    desk.post(official, fmt::format("/api/complaints/{}/handle", text_of(row, "id")),
              fmt::format(R"({{"version":{},"handling":"{}","close":{}}})", text_of(row, "version"),
                          close ? "已向老人道歉，服务组织已整改，老人表示满意。" : "已转服务组织核实，两日内答复。", close));
  }
  for (const json::value& item : items_of(desk.get(operators, "/api/callbacks", {{"open", "true"}, {"limit", "20"}}))) {
    const json::value& row = inner(item, "callback");
    if (!rng.chance(0.35)) continue;
    const bool reached = rng.chance(0.8);
    desk.post(operators, fmt::format("/api/callbacks/{}/answer", text_of(row, "id")),
              reached ? fmt::format(R"({{"reached":true,"confirmed_service":{},"answers":["是","有","上门服务","四次左右","一小时左右","是","是","留过","知道","满意","没有","没有"]}})",
                                    rng.chance(0.97))
                      : std::string(R"({"reached":false,"confirmed_service":false,"answers":[]})"));
  }
  for (const json::value& item : items_of(desk.get(operators, "/api/call-tasks", {{"state", "open"}, {"limit", "50"}}))) {
    const json::value& row = inner(item, "task");
    if (rng.chance(0.8))
      desk.post(operators, fmt::format("/api/call-tasks/{}/done", text_of(row, "id")), R"({"result":"已回拨，老人咨询服务项目，已解答。"})");
  }
  hands.wait();
}

}  // namespace yilin::sim
