#include "engine/cases/fix.hpp"

#include "engine/cases/evidence.hpp"

#include <fmt/format.h>

namespace redress {
namespace {

std::string fix_request_id(FixContext const& context, std::string_view what) {
  return fmt::format("fix-{}-{}-{}", context.case_id, context.case_version, what);
}

}  // namespace

Fix add_evidence(FixContext const& context, std::string const& kind) {
  auto const* known = find_evidence_kind(kind);
  boost::json::object params{{"case_id", context.case_id}, {"kind", kind}};
  params.emplace(known && known->textual ? "text" : "sha256", "");
  params.emplace("source", known && known->textual ? "wangwang" : "upload");
  params.emplace("request_id", fix_request_id(context, kind));
  return {"evidence.add", std::move(params)};
}

Fix report_fact(FixContext const& context, std::string const& path, boost::json::value value) {
  return {"case.facts",
          {{"case_id", context.case_id},
           {"set", boost::json::object{{path, std::move(value)}}},
           {"source", "agent"},
           {"request_id", fix_request_id(context, path)}}};
}

Fix change_params(FixContext const& context) {
  return {"case.apply",
          {{"case_id", context.case_id},
           {"event", context.event},
           {"params", context.example_params},
           {"request_id", fix_request_id(context, context.event)}}};
}

}  // namespace redress
