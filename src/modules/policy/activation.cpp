// The shipped rules at the first start; the day of a scheduled version, at midnight or as soon as the process is back.
#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"
#include "kernel/command/command.h"
#include "modules/policy/commands.h"
#include "modules/policy/rules.h"
#include "modules/policy/shipped.h"
#include "modules/policy/store.h"
#include "modules/region/region.h"

namespace yilin::policies {
namespace {

constexpr std::string_view kShippedAuthor = "随系统附带（示例）";

sql::Failure unusable(std::int64_t number, const std::vector<policy::Diagnostic>& errors) {
  return sql::Failure(fmt::format("第 {} 版规则不能编译，系统不能在没有规则的情况下启动：{}", number, to_string(errors.front())));
}

InForce compiled_now(Kernel& kernel, const RuleVersion& v) {
  auto lease = kernel.readers->borrow();
  command::Reader reader{*lease, access::Caller::system(), kernel.clock.now(), kernel};
  const auto c = compiled(reader, v.id, false);
  if (!c) throw sql::Failure(fmt::format("第 {} 版规则读不出来：{}", v.number, c.error().message()));
  if (!(*c)->ok()) throw unusable(v.number, (*c)->errors);
  return {v.id, v.number, v.digest, (*c)->rules};
}

void seed(Kernel& kernel) {
  book::Book book;
  for (const Shipped& s : shipped()) book.push_back({std::string(s.name), std::string(s.text)});
  std::ranges::sort(book, {}, &policy::Source::name);
  const auto c = kernel.parts.get<Library>().compile(book, true);
  if (!c) throw sql::Failure(std::string(c.error().message()));
  if (!(*c)->ok()) throw unusable(1, (*c)->errors);
  const auto added = command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    RuleVersion v;
    v.state = State::active;
    v.digest = (*c)->digest;
    v.note = "随系统附带的示例规则，数额须以正式文件核定";
    v.author_name = kShippedAuthor;
    v.activated_at = tx.now;
    v.activate_on = tx.today();
    std::vector<RuleFile> files;
    for (const policy::Source& s : book) {
      RuleFile f;
      f.name = s.name;
      f.text = s.text;
      f.digest = book::digest_of_text(s.text);
      f.bytes = static_cast<std::int64_t>(s.text.size());
      f.updated_name = kShippedAuthor;
      f.updated_at = tx.now;
      files.push_back(std::move(f));
    }
    v = store::add(tx, std::move(v), std::move(files));
    tx.record(store::act(tx, "rules.seed", v));
    return {};
  });
  if (!added) throw sql::Failure(std::string(added.error().message()));
}

std::optional<RuleVersion> found(Kernel& kernel, State state) {
  auto lease = kernel.readers->borrow();
  return store::in_state(*lease, kernel.vault, state);
}

}  // namespace

Status activate(command::Tx& tx, RuleVersionId id) {
  auto v = store::version(tx.db, tx.vault(), id);
  if (!v || v->state != State::scheduled || tx.now < start_of_day(v->activate_on)) {
    tx.nothing_to_do();
    return {};
  }
  Library& library = tx.kernel.parts.get<Library>();
  if (!library.pinned(id)) return fail(yilin::errors::busy, "待施行的规则没有编译好。");
  RuleVersionId before;
  if (auto old = store::in_state(tx.db, tx.vault(), State::active)) {
    before = old->id;
    YILIN_TRY(RuleVersion ended, rules::moved(std::move(*old), "supersede", access::Caller::system(), true, tx.now));
    store::put(tx, ended);
    tx.changed({"rule_version", ended.id.value, region::city(tx.kernel), {}, {}, {}});
  }
  YILIN_TRY(RuleVersion begun, rules::moved(std::move(*v), "activate", access::Caller::system(), true, tx.now));
  store::put(tx, begun);
  tx.after_commit([&library, id] { library.activate(id); });
  YILIN_CHECK(tx.announce(RulesActivated{id, before, begun.activate_on}));
  tx.record(store::act(tx, "rules.activate", begun));
  return {};
}

void load(Kernel& kernel) {
  Library& library = kernel.parts.put<Library>();
  auto active = found(kernel, State::active);
  if (!active) {
    seed(kernel);
    active = found(kernel, State::active);
  }
  library.put_in_force(compiled_now(kernel, *active));
  if (const auto scheduled = found(kernel, State::scheduled)) try {
      library.pin(compiled_now(kernel, *scheduled));
    } catch (const sql::Failure& e) {  // what is in force stays; the activation is tried again and again, and says so
      log::error("scheduled_rules_unusable", {{"version", scheduled->number}, {"what", e.what()}});
    }
}

}  // namespace yilin::policies
