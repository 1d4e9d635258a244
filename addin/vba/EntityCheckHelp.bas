Attribute VB_Name = "EntityCheckHelp"
Option Explicit

' What the function wizard says. Excel allows 255 characters for a function and for
' each argument; addin/functions.py says the same, and a test holds them in step.

' Excel cannot register help while it is still opening the add-in.
Public Sub RegisterHelpSoon()
    On Error Resume Next
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!EntityCheckHelp.RegisterHelp"
End Sub

Public Sub RegisterHelp()
    On Error Resume Next ' no window yet, or a workbook that may not be changed: the functions work without help
    Register "ENTITY_CHECK", "Says whether a vendor is on an official list: LISTED or REVIEW with entry, list and points, or CLEAR.", _
        Array("Vendor name: a cell or a range.", _
              "Country of the vendor, a name or a code such as CN, if you know it; optional.", _
              "Judge by the entries in force on this day; optional, else the date of the lists.", _
              "Codes of the lists to screen against, for example EL,SDN; optional, else all lists.")
    Register "ENTITY_MATCHES", "Spills the listed parties that a vendor name resembles, with dates, citation, consequences and reason.", _
        Array("Vendor name: one cell.", _
              "Most hits to show, from 1 on; optional, else up to ten.", _
              "Country of the vendor, a name or a code such as CN, if you know it; optional.", _
              "Address of the vendor in one line, if you know it; optional.")
    Register "ENTITY_SCORE", "Gives the points, 0 to 100, of the listed name that a vendor name resembles most.", _
        Array("Vendor name: a cell or a range.")
    Register "ENTITY_INFO", "Shows one field of a listed entry.", _
        Array("Key of a listed entry, as ENTITY_MATCHES shows it: a cell or a range.", _
              "What to show of it: name, list, aliases, countries, addresses, effective date, citation ...")
    Register "ENTITY_LISTS", "Shows which lists are in force: their date, age in days, health, number of rows and hash.", _
        Array("date, age, health, rows or hash; optional, else all of them.")
End Sub

Private Sub Register(ByVal functionName As String, ByVal description As String, argumentHelp As Variant)
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functionName, Description:=description, _
        Category:="Entity Check", ArgumentDescriptions:=argumentHelp
End Sub
