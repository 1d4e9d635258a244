Attribute VB_Name = "EntityCheckFunctions"
Option Explicit

' The worksheet functions. How they are answered stands in EntityCheckAnswers, and
' what the function wizard says of them in EntityCheckHelp.

Public Function ENTITY_CHECK(vendor As Variant, Optional country As Variant = "", Optional as_of As Variant = "", Optional lists As Variant = "") As Variant
    ENTITY_CHECK = AnswerCells("ENTITY_CHECK", Array(vendor, country, as_of, lists))
End Function

Public Function ENTITY_MATCHES(vendor As Variant, Optional max_hits As Variant = "", Optional country As Variant = "", Optional address As Variant = "") As Variant
    ENTITY_MATCHES = AnswerSpill("ENTITY_MATCHES", Array(vendor, max_hits, country, address))
End Function

Public Function ENTITY_SCORE(vendor As Variant) As Variant
    ENTITY_SCORE = AnswerCells("ENTITY_SCORE", Array(vendor))
End Function

Public Function ENTITY_INFO(key As Variant, field As Variant) As Variant
    ENTITY_INFO = AnswerCells("ENTITY_INFO", Array(key, field))
End Function

Public Function ENTITY_LISTS(Optional field As Variant = "") As Variant
    ENTITY_LISTS = AnswerSpill("ENTITY_LISTS", Array(field))
End Function
