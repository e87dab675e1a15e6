// What goes out as FHIR comes back the same; what is not ours is refused in a sentence.
#include "modules/assessment/fhir.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/rng.h"
#include "kernel/entity/json.h"
#include "modules/assessment/assessment_fixture.h"

namespace yilin::assessment {
namespace {
namespace json = boost::json;

TEST(Fhir, EveryQuestionnaireComesBackTheSame) {
  for (const Questionnaire& q : shipped()) {
    const std::string text = fhir::write_questionnaire(q);
    const auto back = fhir::read_questionnaire(text);
    ASSERT_TRUE(back) << (back.error().fields.empty() ? "" : back.error().fields[0].message);
    EXPECT_EQ(entity::to_json(*back), entity::to_json(q));
    EXPECT_TRUE(check(*back));
    EXPECT_EQ(fhir::write_questionnaire(*back), text);
  }
}

TEST(Fhir, AQuestionnaireIsWhatR4Says) {
  const json::value resource = json::parse(fhir::write_questionnaire(shipped("gbt42195")));
  EXPECT_EQ(resource.at("resourceType").as_string(), "Questionnaire");
  EXPECT_EQ(resource.at("status").as_string(), "active");
  int items = 0;
  for (const auto& group : resource.at("item").as_array()) {
    EXPECT_EQ(group.at("type").as_string(), "group");
    for (const auto& item : group.at("item").as_array()) {
      ++items;
      const auto type = item.at("type").as_string();
      EXPECT_TRUE(type == "choice" || type == "text");
      if (type == "choice")
        for (const auto& option : item.at("answerOption").as_array()) {
          EXPECT_FALSE(option.at("valueCoding").at("code").as_string().empty());
          EXPECT_EQ(option.at("valueCoding").at("extension").at(0).at("url").as_string(), "http://hl7.org/fhir/StructureDefinition/ordinalValue");
        }
    }
  }
  EXPECT_EQ(items, 26 + 7 + 5 + 2 + 12);
}

TEST(Fhir, AnyAnswersComeBackTheSame) {
  rc::check("round trip of a response", [] {
    Rng rng(*rc::gen::arbitrary<std::uint32_t>());
    for (const Questionnaire& q : shipped()) {
      fhir::Response out;
      out.questionnaire = q.code;
      out.version = q.version;
      out.subject = "Patient/42";
      out.author = "李评估、王评估";
      out.authored = {1'790'000'000'000 + static_cast<std::int64_t>(rng.below(1'000'000'000))};
      for (const Section& s : q.sections)
        for (const Item& i : s.items) {
          Answer a{i.code, {}, {}, rng.chance(0.2) ? "观察到的情况" : ""};
          if (rng.chance(0.7)) {
            if (i.kind == ItemKind::text) a.text = "说明“一”\n第二行";
            else a.options.push_back(i.options[rng.below(i.options.size())].code);
            if (i.kind == ItemKind::multiple && a.options[0] != "none" && i.options.back().code != a.options[0]) a.options.push_back(i.options.back().code);
          }
          if (!unanswered(a) || !a.note.empty()) out.answers.push_back(a);
        }
      if (rng.chance(0.5)) out.level = static_cast<std::int32_t>(rng.below(5));
      const auto back = fhir::read_response(fhir::write_response(q, out));
      RC_ASSERT(back.has_value());
      RC_ASSERT(back->questionnaire == out.questionnaire);
      RC_ASSERT(back->version == out.version);
      RC_ASSERT(back->authored == out.authored);
      RC_ASSERT(back->author == out.author);
      RC_ASSERT(back->level == out.level);
      RC_ASSERT(back->answers.size() == out.answers.size());
      for (std::size_t n = 0; n < out.answers.size(); ++n) RC_ASSERT(entity::to_json(back->answers[n]) == entity::to_json(out.answers[n]));
    }
  });
}

TEST(Fhir, WhatIsSomethingElseIsRefused) {
  const auto refused = [](std::string_view text) {
    const auto questionnaire = fhir::read_questionnaire(text);
    const auto response = fhir::read_response(text);
    return !questionnaire && !response && !questionnaire.error().fields.empty() && !response.error().fields.empty();
  };
  for (const std::string_view text : {"", "{}", "[]", "7", "{\"resourceType\":\"Patient\"}", "{\"resourceType\":\"Questionnaire\"}",
                                      "{\"resourceType\":\"Questionnaire\",\"item\":7,\"extension\":{}}", "{\"resourceType\":\"QuestionnaireResponse\"}",
                                      "{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"http://other/x\",\"status\":\"completed\"}",
                                      "{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"urn:yilin:questionnaire:gbt42195\",\"status\":\"in-progress\"}"})
    EXPECT_TRUE(refused(text)) << text;
  // Every single member turned into something of another type never does harm.
  const std::string whole = fhir::write_questionnaire(shipped("ltci"));
  const json::value resource = json::parse(whole);
  for (const auto& member : resource.as_object())
    for (const json::value& other : {json::value(7), json::value("x"), json::value(nullptr), json::value(json::array{1, "a"}), json::value(json::object{{"a", 1}})}) {
      json::object spoilt = resource.as_object();
      spoilt[member.key()] = other;
      const auto read = fhir::read_questionnaire(json::serialize(spoilt));
      EXPECT_TRUE(!read || check(*read) || member.key() == "item") << member.key();
    }
}

}  // namespace
}  // namespace yilin::assessment
