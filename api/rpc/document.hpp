// The OpenRPC document: what methods there are, who may call them, and what their params must look like.
//
// One text, compiled into the program, is served by rpc.discover and checked against; the two cannot differ.
#pragma once

#include "api/rpc/validator.hpp"
#include "engine/cases/party.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::api::rpc {

struct MethodSpec {
  std::string name;
  std::vector<Role> roles;
  bool writes = false;   // a command: queued on the writer; otherwise it runs where reads run
  bool changes = false;  // has an effect; every command has
  bool sandbox = false;  // only under --sandbox
  Validator validator;
};

/// The document's text, as served.
std::string_view document_text();

/// Its methods, in its order. Built once.
std::vector<MethodSpec> const& method_specs();

MethodSpec const* find_method(std::string_view name);

}  // namespace redress::api::rpc
