// What people call the short ids that answers carry: kinds of case and evidence, parties, platforms, facts, reasons.
//
// Pure. Labels live where their ids are declared, where they have such a place (facts, kinds of evidence, parties); the
// rest are told here. States, events and rules come with their own methods (`workflow.get`, `rules.get`).
#pragma once

#include <boost/json.hpp>

namespace redress::api {

/// {table: {id: {zh, en, …}}}: facts bring their type, kinds of evidence whether they may be given as text.
boost::json::object words_people_use();

}  // namespace redress::api
