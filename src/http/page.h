#pragma once
// Pages of lists: `{"items": […], "next": cursor|null, "total": n|null}`. A cursor is opaque to the client.

#include <optional>
#include <string>
#include <vector>

#include "kernel/entity/codec.h"

namespace yilin::http {

inline constexpr std::int64_t kPageDefault = 50;
inline constexpr std::int64_t kPageMax = 200;

// Base of list inputs: `struct OrderList : http::PageInput { … }` adds `page_fields()` to its own.
template <class Row>
struct Page {
  std::vector<Row> items;
  std::optional<std::string> next;
  std::optional<std::int64_t> total;
  static const entity::Table& fields() {
    static const std::string name = std::string(Row::fields().name()) + "Page";
    static const std::string label = std::string(Row::fields().label()) + "列表";
    static const entity::Table table(name, label, {
        entity::field<&Page::items>("items", "各项").list_max(kPageMax),
        entity::field<&Page::next>("next", "下一页"),
        entity::field<&Page::total>("total", "总数"),
    });
    return table;
  }
};

}  // namespace yilin::http
