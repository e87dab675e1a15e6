#pragma once
// A module as main sees it: one line there, everything else in the module's own folder.

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "kernel/journal/verbs.h"
#include "kernel/sql/migrations.h"

namespace yilin {

struct Module {
  std::string_view name;
  std::span<const sql::Migration> migrations;
  // Once the kernel stands: subscribe, register deadline handlers, load in-memory state, add routes. In dependency order.
  std::function<void(Kernel&, http::Router&)> attach;
  std::vector<const ErrorKind*> errors;  // for the documentation of errors
  std::vector<journal::VerbLabel> verbs = {};  // of the acts this module records: {"order.place", "下单"}
};

}  // namespace yilin
