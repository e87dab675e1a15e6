// The whole kernel through one tiny module: notes with a title, a phone and a day.
#include <gtest/gtest.h>

#include <thread>

#include "http/page.h"
#include "kernel/command/command.h"
#include "support/test_city.h"

namespace yilin {
namespace {

using NoteId = Id<struct NoteTag>;
constexpr access::Permission note_write{"note.write", "写便条", {access::Role::community_worker}};
constexpr access::Permission note_read{"note.read", "看便条", {access::Role::community_worker, access::Role::auditor}};

struct Note {
  NoteId id;
  RegionCode region;
  std::string title;
  Phone phone;
  Date day;
  std::vector<std::string> tags;
  static const entity::Table& fields() {
    static const entity::Table table("Note", "便条", {
        entity::field<&Note::id>("id", "编号"),
        entity::field<&Note::region>("region", "区划").required(),
        entity::field<&Note::title>("title", "标题").required().text_max(10),
        entity::field<&Note::phone>("phone", "电话").pii(entity::Pii::phone),
        entity::field<&Note::day>("day", "日期"),
        entity::field<&Note::tags>("tags", "标签").list_max(3),
    });
    return table;
  }
};

struct NotePath {
  NoteId id;
  static const entity::Table& fields() {
    static const entity::Table table("NotePath", "便条", {entity::field<&NotePath::id>("id", "编号").required()});
    return table;
  }
};

struct NoteList {
  RegionCode region;
  std::int64_t limit = http::kPageDefault;
  static const entity::Table& fields() {
    static const entity::Table table("NoteList", "便条查询", {
        entity::field<&NoteList::region>("region", "区划"),
        entity::field<&NoteList::limit>("limit", "每页条数").range(1, http::kPageMax),
    });
    return table;
  }
};

constexpr std::string_view kTable =
    "CREATE TABLE note (id BIGINT PRIMARY KEY, region BIGINT NOT NULL, title TEXT NOT NULL, phone BYTEA, day BIGINT, tags TEXT)";
const sql::Migration kMigration{"note", 1, "note", kTable, kTable};

Result<Note> write_note(command::Tx& tx, const Note& in) {
  if (!tx.caller.in_scope(in.region)) return fail(errors::not_found);
  Note note = in;
  note.id = tx.new_id<NoteId>();
  entity::store::insert(tx.db, tx.vault(), "note", note);
  tx.record({"note.write", "note", note.id.value, note.region, {}, {}, entity::to_json(note)});
  tx.set_deadline("note.fade", note.id.value, tx.now + minutes(5));
  return note;
}

Result<Note> read_note(command::Reader& reader, const NotePath& in) {
  auto statement = entity::store::select<Note>("note", "n").add(" WHERE n.id = ?", in.id);
  auto rows = reader.db.rows(statement.add(access::visible({.region = "n.region"}, reader.caller)));
  if (!rows.next()) return fail(errors::not_found);
  return entity::store::read<Note>(rows, reader.kernel.vault, "note");
}

Result<http::Page<Note>> list_notes(command::Reader& reader, const NoteList& in) {
  auto statement = entity::store::select<Note>("note", "n").add(" WHERE 1 = 1");
  statement.add(access::in_region("n.region", reader.caller, in.region)).add(" ORDER BY n.id LIMIT ?", in.limit);
  http::Page<Note> page;
  auto rows = reader.db.rows(statement);
  while (rows.next()) page.items.push_back(entity::store::read<Note>(rows, reader.kernel.vault, "note"));
  return page;
}

Module notes() {
  Module module;
  module.name = "note";
  module.migrations = {&kMigration, 1};
  module.attach = [](Kernel& kernel, http::Router& router) {
    kernel.deadlines->handle("note.fade", [](command::Tx& tx, const command::Deadline& d) -> Status {
      tx.db.exec("UPDATE note SET title = '已褪色' WHERE id = ?", d.subject);
      tx.record({"note.fade", "note", d.subject, {}, {}, {}, "{}"});
      return {};
    });
    router.command<Note, Note>({"POST /api/notes", "写便条", note_write}, write_note);
    router.query<NotePath, Note>({"GET /api/notes/{id}", "看便条", note_read}, read_note);
    router.query<NoteList, http::Page<Note>>({"GET /api/notes", "便条列表", note_read}, list_notes);
  };
  return module;
}

class Http : public ::testing::Test {
 protected:
  test::TestCity city{{notes()}};
  test::CallerPtr worker = city.staff({access::Role::community_worker}, 410902006001);
  test::CallerPtr stranger = city.staff({access::Role::community_worker}, 410902006002);
  static constexpr std::string_view kBody =
      R"({"region":"410902006001","title":"买菜","phone":"13800001234","day":"2026-11-22","tags":["急"]})";
  std::int64_t count(std::string_view table) {
    auto lease = city.kernel().readers->borrow();
    auto rows = table == "note" ? lease->rows("SELECT COUNT(*) FROM note") : lease->rows("SELECT COUNT(*) FROM journal");
    rows.next();
    return rows.integer(0);
  }
};

TEST_F(Http, WritesReadsAndMasks) {
  const auto written = city.post(worker, "/api/notes", kBody);
  ASSERT_EQ(written.status, 200) << written.body;
  EXPECT_EQ(written.json().at("phone").as_string(), "138****1234");
  const std::string id(written.json().at("id").as_string());
  const auto read = city.get(worker, "/api/notes/" + id);
  EXPECT_EQ(read.body, written.body);
  EXPECT_EQ(city.get(stranger, "/api/notes/" + id).status, 404);
  EXPECT_EQ(city.get(nullptr, "/api/notes/" + id).status, 401);
  const auto list = city.get(worker, "/api/notes?region=410902");
  EXPECT_EQ(list.json().at("items").as_array().size(), 1u);
  EXPECT_TRUE(city.get(stranger, "/api/notes").json().at("items").as_array().empty());
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Http, PhoneIsSealedInTheDatabase) {
  ASSERT_EQ(city.post(worker, "/api/notes", kBody).status, 200);
  auto lease = city.kernel().readers->borrow();
  auto rows = lease->rows("SELECT phone FROM note");
  ASSERT_TRUE(rows.next());
  const auto bytes = rows.bytes(0);
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()).find("13800001234"), std::string::npos);
  EXPECT_GT(bytes.size(), 11u);
}

TEST_F(Http, NamesEveryWrongField) {
  const auto answer = city.post(worker, "/api/notes",
                                R"({"title":"这个标题实在是太长太长了","phone":"12","day":"2026-02-30","tags":["a","b","c","d"],"owner":1})");
  EXPECT_EQ(answer.status, 422);
  std::string fields;
  const auto problem = answer.json();
  for (const auto& e : problem.at("errors").as_array()) fields += std::string(e.at("field").as_string()) + " ";
  for (const char* f : {"title", "phone", "day", "tags", "owner", "region"}) EXPECT_NE(fields.find(f), std::string::npos) << f << " in " << fields;
  EXPECT_EQ(count("note"), 0);
  EXPECT_EQ(city.post(worker, "/api/notes", "{").status, 400);
  EXPECT_EQ(city.post(worker, "/api/notes", "[1]").status, 400);
  EXPECT_EQ(city.get(worker, "/api/notes/abc").status, 404);
  EXPECT_EQ(city.get(worker, "/api/notes?limit=9999").status, 422);
  EXPECT_EQ(city.get(worker, "/api/notes?colour=red").status, 422);
  EXPECT_EQ(city.get(worker, "/api/nothing").status, 404);
  EXPECT_EQ(city.send(worker, "DELETE", "/api/notes", "{}").status, 405);
}

TEST_F(Http, RepeatsTheFirstAnswerForTheSameKey) {
  const auto first = city.post(worker, "/api/notes", kBody, "key-00000001");
  const auto again = city.post(worker, "/api/notes", kBody, "key-00000001");
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(count("note"), 1);
  EXPECT_EQ(city.post(worker, "/api/notes", R"({"region":"410902006001","title":"换"})", "key-00000001").status, 409);
  EXPECT_EQ(city.post(worker, "/api/notes", kBody, "short").status, 400);
  city.restart();
  worker = city.staff({access::Role::community_worker}, 410902006001);
  EXPECT_EQ(count("note"), 1);
}

TEST_F(Http, KeysBelongToTheirActor) {
  auto colleague = city.staff({access::Role::community_worker}, 410902006001);
  city.post(worker, "/api/notes", kBody, "key-00000001");
  EXPECT_EQ(city.post(colleague, "/api/notes", kBody, "key-00000001").status, 200);
  EXPECT_EQ(count("note"), 2);
}

TEST_F(Http, ConcurrentTwinsHaveOneEffect) {
  std::vector<std::thread> threads;
  std::vector<std::string> bodies(16);
  for (std::size_t i = 0; i < bodies.size(); ++i)
    threads.emplace_back([&, i] { bodies[i] = city.post(worker, "/api/notes", kBody, "twin-key-1").body; });
  for (auto& t : threads) t.join();
  for (const auto& b : bodies) EXPECT_EQ(b, bodies[0]);
  EXPECT_EQ(count("note"), 1);
}

TEST_F(Http, RefusesAnotherSitesPage) {
  http::Request request;
  request.method = http::Method::post;
  request.path = "/api/notes";
  request.headers = {{"cookie", "test_caller=0"}, {"host", "yilin.example"}, {"origin", "https://evil.example"},
                     {"content-type", "application/json"}, {"idempotency-key", "key-00000009"}};
  request.body = std::string(kBody);
  EXPECT_EQ(city.request(request).status, 403);
  request.headers[2].second = "https://yilin.example";
  EXPECT_EQ(city.request(request).status, 200);
  request.headers[3].second = "text/plain";
  EXPECT_EQ(city.request(request).status, 415);
}

TEST_F(Http, DeadlinesSurviveARestart) {
  const auto written = city.post(worker, "/api/notes", kBody);
  const std::string path = "/api/notes/" + std::string(written.json().at("id").as_string());
  city.restart();
  city.advance(minutes(4));
  EXPECT_EQ(city.get(worker, path).json().at("title").as_string(), "买菜");
  city.advance(minutes(2));
  EXPECT_EQ(city.get(worker, path).json().at("title").as_string(), "已褪色");
  EXPECT_EQ(count("journal"), 2);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Http, AQuietMinuteLeavesNoUnprovedTail) {
  for (int i = 0; i < 2; ++i) ASSERT_EQ(city.post(worker, "/api/notes", kBody).status, 200);
  EXPECT_LT(city.kernel().journal->last_checkpoint(), count("journal"));
  city.kernel().minute();
  city.kernel().writer->run(sql::Lane::bulk, [](sql::Connection&) { return true; });  // behind it in the same lane
  EXPECT_EQ(city.kernel().journal->last_checkpoint(), count("journal"));
}

TEST_F(Http, UnknownParametersAreNamedInSoundText) {
  const auto answer = city.get(worker, "/api/notes?%FF%FE=1");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.json().at("errors").at(0).at("field").as_string(), "?");
}

TEST_F(Http, DescribesItself) {
  const auto api = city.get(nullptr, "/api/openapi.json").json();
  EXPECT_EQ(api.at("openapi").as_string(), "3.1.0");
  const auto post = api.at("paths").at("/api/notes").at("post");
  EXPECT_EQ(post.at("x-permission").as_string(), "note.write");
  EXPECT_EQ(api.at("components").at("schemas").at("Note").at("properties").at("phone").at("x-pii").as_string(), "phone");
  EXPECT_EQ(entity::json::serialize(api.at("components").at("schemas").at("NotePage").at("properties").at("next").at("type")), R"(["string","null"])");
  EXPECT_EQ(city.get(nullptr, "/healthz").body, "ok\n");
  EXPECT_NE(city.get(nullptr, "/metrics").body.find("yilin_writer_groups_total"), std::string::npos);
}

}  // namespace
}  // namespace yilin
