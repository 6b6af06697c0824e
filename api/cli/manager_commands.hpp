// What `redress audit query|summary|sample|search|export` do once their options are read.
#pragma once

#include "api/cli/commands.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace redress::cli {

/// What was asked for on the command line; texts and numbers by the name of their param, "" is none.
struct AuditAsk {
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> numbers;
  bool closing = false, moves = false;
  std::int64_t limit = 0;  // of query: 0 is all
  // Of export, one of them: params of the method as JSON.
  std::string params, summary_params, sample_params, search_params;
  std::string format = "csv";
  std::string file;
};

Exit audit_query(Common const& common, AuditAsk const& ask);
Exit audit_summary(Common const& common, AuditAsk const& ask);
Exit audit_sample(Common const& common, AuditAsk const& ask);
Exit audit_search(Common const& common, AuditAsk const& ask);
Exit audit_export(Common const& common, AuditAsk const& ask);

}  // namespace redress::cli
